-- Registers, stakeholders and drafts of the policy are read from the log by the kind of their events, on many pages.
CREATE INDEX event_kind ON event (kind);
