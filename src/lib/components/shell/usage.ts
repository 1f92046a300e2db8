/** How full the vault is, in bytes; `reservedBytes` is promised to uploads under way. */
export interface Usage {
	readonly quotaBytes: number;
	readonly usedBytes: number;
	readonly reservedBytes: number;
}
