-- name: holdings
-- Numbers of all holdings.
-- notnull: adviceKeys, holdingNo
SELECT advice_keys AS "adviceKeys", holding_no AS "holdingNo" FROM holding ORDER BY holding_no
