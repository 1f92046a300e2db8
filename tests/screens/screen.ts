import type { Setting } from './looks.ts';
import type { Visitor } from './visitor.ts';

/** One picture of the vault. */
export interface Screen {
	readonly name: string;
	readonly title: string;
	/** Brings who looks at it there. Throws where it cannot. */
	readonly open: (visitor: Visitor) => Promise<void>;
	/** Who looks at it: the owner of the vault where nothing is said, a visitor who is not signed in, or a person whose vault is empty. */
	readonly by?: 'visitor' | 'newcomer';
	/** The whole page instead of what the window shows. */
	readonly isWhole?: true;
	/** In a browser of its own: what it leaves behind would be seen on others. */
	readonly isApart?: true;
	readonly only?: (setting: Setting) => boolean;
}

export const KINDS_FOLDER = 'Every kind';
/** With archived photos, of which two are restored. */
export const HOLIDAY_FOLDER = 'Holiday 2024';
/** Takes what the walk itself uploads. */
export const SCANS_FOLDER = 'Scans';
/** In the one of scans. */
export const EMPTY_FOLDER = 'To be sorted';

export async function goTo({ page }: Visitor, path: string): Promise<void> {
	await page.goto(path);
	await page.getByRole('heading').first().waitFor();
}

/** At the top of the vault: from there, and at once where it was opened before. */
export async function openFolder(visitor: Visitor, name: string): Promise<void> {
	const address = visitor.folders.get(name);
	if (address === undefined) {
		await visitor.goHome();
		await visitor.openFolder(name);
		visitor.folders.set(name, visitor.page.url());
	} else {
		await visitor.page.goto(address);
		await visitor.page.getByRole('heading', { name, exact: true }).waitFor();
	}
}
