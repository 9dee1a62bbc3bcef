"""How far a reading can be trusted: measured against a reference, with lost rows classified by kind of error.

The reference is an annotation, the first of two blind ones, or a published corpus; the reading is whatever
is compared with it.
"""
