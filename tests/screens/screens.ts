import type { Visitor } from './visitor.ts';

/** One picture of the vault. */
export interface Screen {
	readonly name: string;
	readonly title: string;
	/** Brings a signed-in visitor there. Throws where it cannot. */
	readonly open: (visitor: Visitor) => Promise<void>;
	/** The whole page instead of what the window shows. */
	readonly isWhole?: true;
	/** Before somebody is signed in. */
	readonly isPublic?: true;
	readonly only?: (visitor: Visitor) => boolean;
}

export const KINDS_FOLDER = 'Every kind';
/** With archived photos. */
export const HOLIDAY_FOLDER = 'Holiday 2024';

/** Of the seed, and the first row. */
const FOLDERS_FIRST = 'Documents';

async function goTo({ page }: Visitor, path: string): Promise<void> {
	await page.goto(path);
	await page.getByRole('heading').first().waitFor();
}

export const screens: readonly Screen[] = [
	{
		name: 'sign-in',
		title: 'Signing in',
		isPublic: true,
		open: (visitor) => goTo(visitor, '/sign-in'),
	},
	{
		name: 'sign-up',
		title: 'A new account',
		isPublic: true,
		open: (visitor) => goTo(visitor, '/sign-up'),
	},
	{ name: 'list', title: 'Files, as a list', open: (visitor) => visitor.goHome() },
	{
		name: 'tiles',
		title: 'Files, as tiles',
		async open(visitor) {
			await openKinds(visitor);
			await visitor.page.evaluate(() => {
				const key = 'cloudvault.view';
				const kept = JSON.parse(localStorage.getItem(key) ?? '{}') as object;
				localStorage.setItem(key, JSON.stringify({ sort: 'name', ...kept, layout: 'grid' }));
			});
			await visitor.page.reload();
			await visitor.page.getByRole('grid').waitFor();
			await visitor.settled();
			await visitor.page.evaluate(() => {
				localStorage.removeItem('cloudvault.view');
			});
		},
	},
	{
		name: 'menu',
		title: 'What can be done with a folder',
		async open(visitor) {
			await visitor.goHome();
			await visitor.openMenuOf(HOLIDAY_FOLDER);
		},
	},
	{
		name: 'details',
		title: 'Details of a file',
		async open(visitor) {
			await openKinds(visitor);
			await visitor.choose('photo.jpg', 'Details');
		},
	},
	{
		name: 'selection',
		title: 'Several selected',
		async open(visitor) {
			await visitor.goHome();
			await visitor.page.getByRole('row').filter({ hasText: FOLDERS_FIRST }).focus();
			await visitor.page.keyboard.press('ControlOrMeta+a');
		},
	},
	{
		name: 'move',
		title: 'Moving',
		async open(visitor) {
			await visitor.goHome();
			await visitor.choose('Lease.pdf', 'Move to…');
			await visitor.dialog().waitFor();
		},
	},
	{
		name: 'rename',
		title: 'A new name, in its place',
		async open(visitor) {
			await visitor.goHome();
			await visitor.choose(HOLIDAY_FOLDER, 'Rename');
		},
	},
	{
		name: 'gallery',
		title: 'Gallery',
		async open({ page }) {
			await page.goto('/gallery');
			await page.getByRole('grid').waitFor();
		},
	},
	{ name: 'search', title: 'Search', open: (visitor) => goTo(visitor, '/search?query=photo') },
	{ name: 'recent', title: 'Recent', open: (visitor) => goTo(visitor, '/recent') },
	{
		name: 'zip',
		title: 'Downloading a folder of which a part is archived',
		async open(visitor) {
			await visitor.goHome();
			await visitor.choose(HOLIDAY_FOLDER, 'Download');
			await visitor.dialog().waitFor();
		},
	},
	{
		name: 'restore',
		title: 'Restoring from the archive',
		async open(visitor) {
			await visitor.goHome();
			await visitor.choose(HOLIDAY_FOLDER, 'Restore from the archive…');
			await visitor.page.getByRole('radio').first().waitFor();
		},
	},
	{ name: 'restored', title: 'Restored', open: (visitor) => goTo(visitor, '/restored') },
	{ name: 'trash', title: 'Trash', open: (visitor) => goTo(visitor, '/trash') },
	{ name: 'costs', title: 'Costs', isWhole: true, open: (visitor) => goTo(visitor, '/costs') },
	{
		name: 'settings',
		title: 'Settings',
		isWhole: true,
		open: (visitor) => goTo(visitor, '/settings'),
	},
	{ name: 'health', title: 'Health', isWhole: true, open: (visitor) => goTo(visitor, '/health') },
	{
		name: 'keys',
		title: 'The keys',
		only: ({ isPhone }) => !isPhone,
		async open(visitor) {
			await visitor.goHome();
			await visitor.page.keyboard.press('?');
			await visitor.dialog().waitFor();
		},
	},
	{
		name: 'more',
		title: 'The other places, on a phone',
		only: ({ isPhone }) => isPhone,
		async open(visitor) {
			await visitor.goHome();
			await visitor.button('More').click();
			await visitor.dialog().waitFor();
		},
	},
	{ name: 'nowhere', title: 'No such page', open: (visitor) => goTo(visitor, '/no/such/page') },
];

/** The viewer with one file of a kind. */
export function screenOfFile(file: string): Screen {
	return {
		name: `file-${file.replace('.', '-')}`,
		title: file,
		async open(visitor) {
			await openKinds(visitor);
			await visitor.row(file).getByRole('link', { name: file, exact: true }).click();
			await visitor.dialog().waitFor();
			await visitor.page.waitForTimeout(800); // decoders come when such a file is seen
		},
	};
}

async function openKinds(visitor: Visitor): Promise<void> {
	await visitor.goHome();
	await visitor.row(KINDS_FOLDER).getByRole('link', { name: KINDS_FOLDER, exact: true }).click();
	await visitor.row('letter.txt').waitFor();
}
