/** A folder or a file with a border: what it may import, and what to do instead of importing more. */
export interface Room {
	/** A `*` stands for any one name: each folder that fits is a room of its own, closed to the others. */
	readonly path: string;
	/** Paths of other rooms, or of a house for all of its rooms. */
	readonly imports: readonly string[];
	/** The packages it may import, where not every package is open to it. */
	readonly packages?: readonly string[];
	/** The end of the message when it imports something else. */
	readonly instead: string;
	/** The end of the message when a room that may not imports this one, where that says more. */
	readonly closed?: string;
}

/** The rooms below one folder at the top of the repository. */
export interface House {
	readonly path: string;
	/** The end of the message when one of its rooms imports from another house. */
	readonly instead: string;
	/** The first that fits a file is its room: a file or a folder within another stands before that. */
	readonly rooms: readonly Room[];
}

/** Packages that only some rooms may import. */
export interface PackageBorder {
	readonly packages: RegExp;
	/** The houses whose code the border is for. */
	readonly within: readonly string[];
	readonly onlyIn: readonly string[];
	readonly instead: string;
}
