-- A scan of another tool that ran chosen checks; null = all that the tool has, or one of our own scans.
ALTER TABLE scan ADD COLUMN narrow BOOLEAN;
