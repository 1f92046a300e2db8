/** How full the vault is, in bytes, and what it costs; `reservedBytes` is promised to uploads under way. */
export interface Usage {
	readonly quotaBytes: number;
	readonly usedBytes: number;
	readonly reservedBytes: number;
	/** As people read it: `$1.20 a month`. Undefined until it is known. */
	readonly price: string | undefined;
}
