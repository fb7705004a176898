-- Assets that were created ahead of the report they stand in. They show with the first event that brings something about
-- them: an import that broke off leaves none behind.
CREATE TABLE waiting_asset (
  asset_id VARCHAR NOT NULL,
  first_name VARCHAR NOT NULL,
  unit VARCHAR NOT NULL
);
