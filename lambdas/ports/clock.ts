/** The one clock: every time in the catalog comes from it, never from the database or from S3. */
export interface Clock {
	now(): Date;
}
