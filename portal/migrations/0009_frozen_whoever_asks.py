"""Freeze made and issued reports by triggers that no session variable switches off.

Those of pgtrigger stand beside them and can be left out by `SET pgtrigger.ignore`, which the portal's role may say, too.
"""

from django.db import migrations

FREEZE = """
CREATE FUNCTION frozen_whoever_asks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Cannot update or delete rows from % table: what was given out is frozen', TG_TABLE_NAME;
END $$;

CREATE TRIGGER frozen_ready BEFORE UPDATE OR DELETE ON portal_report
    FOR EACH ROW WHEN (OLD.state = 'ready') EXECUTE FUNCTION frozen_whoever_asks();

CREATE TRIGGER frozen_issued BEFORE UPDATE ON portal_reportpaper
    FOR EACH ROW WHEN (
        OLD.state = 'issued' AND to_jsonb(OLD) - ARRAY['sent_at', 'not_before', 'error']
        IS DISTINCT FROM to_jsonb(NEW) - ARRAY['sent_at', 'not_before', 'error']
    ) EXECUTE FUNCTION frozen_whoever_asks();

CREATE TRIGGER frozen_issued_stays BEFORE DELETE ON portal_reportpaper
    FOR EACH ROW WHEN (OLD.state = 'issued') EXECUTE FUNCTION frozen_whoever_asks();

CREATE TRIGGER frozen_approved BEFORE UPDATE ON portal_reportpaper
    FOR EACH ROW WHEN (
        OLD.state = 'approved' AND (OLD.assessment, OLD.limits, OLD.tasks, OLD.proposals, OLD.signer_name)
        IS DISTINCT FROM (NEW.assessment, NEW.limits, NEW.tasks, NEW.proposals, NEW.signer_name)
    ) EXECUTE FUNCTION frozen_whoever_asks();

CREATE TRIGGER frozen_file BEFORE UPDATE OR DELETE ON portal_reportfile
    FOR EACH ROW EXECUTE FUNCTION frozen_whoever_asks();

CREATE TRIGGER frozen_event BEFORE UPDATE OR DELETE ON portal_reportevent
    FOR EACH ROW EXECUTE FUNCTION frozen_whoever_asks();
"""
THAW = """
DROP TRIGGER frozen_ready ON portal_report;
DROP TRIGGER frozen_issued ON portal_reportpaper;
DROP TRIGGER frozen_issued_stays ON portal_reportpaper;
DROP TRIGGER frozen_approved ON portal_reportpaper;
DROP TRIGGER frozen_file ON portal_reportfile;
DROP TRIGGER frozen_event ON portal_reportevent;
DROP FUNCTION frozen_whoever_asks();
"""


class Migration(migrations.Migration):
    dependencies = [("portal", "0008_word_templates")]

    operations = [migrations.RunSQL(FREEZE, THAW)]
