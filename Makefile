# For those whose fingers know make; ./run is the real thing.
COMMANDS := demo test check fix bench manage screenshots reset

.PHONY: $(COMMANDS)
$(COMMANDS):
	@./run $@ $(ARGS)
