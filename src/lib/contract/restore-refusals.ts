/** Why S3, or the owner of the stage, does not let so much be restored at a tier. */
export const restoreRefusals = [
	/** Nothing here is archived, and no copy needs to be kept longer. */
	'nothing_archived',
	/** S3 offers no Expedited for files in Deep Archive. */
	'not_offered',
	/** More files than `EXPEDITED_MAX_FILES`. */
	'too_many_for_expedited',
	/** With what was restored within 24 hours, more than a person may: files, bytes or dollars. */
	'daily_files',
	'daily_bytes',
	'daily_usd',
] as const;
export type RestoreRefusal = (typeof restoreRefusals)[number];
