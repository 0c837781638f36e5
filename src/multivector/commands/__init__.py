"""What the commands of the command line do; each module is imported when one of its commands is called."""
