"""Attributions: the source, cue and content of what somebody is reported to say or think."""
