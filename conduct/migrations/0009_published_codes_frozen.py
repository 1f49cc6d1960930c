"""Freeze published codes by triggers that no session variable switches off (as portal 0009 does for reports)."""

from django.db import migrations

FREEZE = """
CREATE FUNCTION published_code_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched bigint[];
BEGIN
    IF TG_OP = 'INSERT' THEN touched := ARRAY[NEW.version_id];
    ELSIF TG_OP = 'DELETE' THEN touched := ARRAY[OLD.version_id];
    ELSE touched := ARRAY[OLD.version_id, NEW.version_id];
    END IF;
    PERFORM 1 FROM conduct_codeversion WHERE id = ANY(touched) AND published_at IS NOT NULL;
    IF FOUND THEN
        RAISE EXCEPTION 'A published version of a code does not change: begin a new one';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION published_version_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A published version of a code does not change: begin a new one';
END $$;

CREATE TRIGGER frozen_version BEFORE UPDATE OR DELETE ON conduct_codeversion
    FOR EACH ROW WHEN (OLD.published_at IS NOT NULL) EXECUTE FUNCTION published_version_is_frozen();
CREATE TRIGGER frozen_theme BEFORE INSERT OR UPDATE OR DELETE ON conduct_theme
    FOR EACH ROW EXECUTE FUNCTION published_code_is_frozen();
CREATE TRIGGER frozen_clause BEFORE INSERT OR UPDATE OR DELETE ON conduct_clause
    FOR EACH ROW EXECUTE FUNCTION published_code_is_frozen();
"""
THAW = """
DROP TRIGGER frozen_version ON conduct_codeversion;
DROP TRIGGER frozen_theme ON conduct_theme;
DROP TRIGGER frozen_clause ON conduct_clause;
DROP FUNCTION published_code_is_frozen();
DROP FUNCTION published_version_is_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [("conduct", "0008_incidents")]

    operations = [migrations.RunSQL(FREEZE, THAW)]
