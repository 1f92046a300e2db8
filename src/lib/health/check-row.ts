/** One line of the health page. */
export interface CheckRow {
	/** The check's name in the contract. */
	readonly id: string;
	readonly title: string;
	readonly state: 'ok' | 'failing' | 'unknown';
	/** What is so. */
	readonly text: string;
	/** What to do about it; absent where there is nothing to do. */
	readonly todo?: string;
	/** Sections of docs/operate.md that say it in full. */
	readonly sections?: readonly string[];
}

/** What a check says beside its title. */
export type Words = Omit<CheckRow, 'id' | 'title'>;

export function well(text: string): Words {
	return { state: 'ok', text };
}

export function failing(
	text: string,
	{ todo, sections }: { readonly todo: string; readonly sections: readonly string[] },
): Words {
	return { state: 'failing', text, todo, sections };
}

/** The service that had to be asked did not answer, or refused. */
export function unreadable(text = 'This could not be read just now.'): Words {
	return {
		state: 'unknown',
		text,
		todo: 'Refresh in a minute. If it stays so, the log of the function says why.',
		sections: ['unknown'],
	};
}
