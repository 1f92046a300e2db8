import { accountScreens, addressFor } from './account-screens.ts';
import { isNarrow, isPhone } from './looks.ts';
import {
	EMPTY_FOLDER,
	goTo,
	HOLIDAY_FOLDER,
	KINDS_FOLDER,
	openFolder,
	SCANS_FOLDER,
	type Screen,
} from './screen.ts';
import { uploadScreens } from './upload-screens.ts';
import type { Visitor } from './visitor.ts';

/** Of the seed, and the first row. */
const FOLDERS_FIRST = 'Documents';

export const screens: readonly Screen[] = [
	...accountScreens,
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
	{
		name: 'search-empty',
		title: 'Search that finds nothing',
		open: (visitor) => goTo(visitor, '/search?query=unicorn'),
	},
	{
		name: 'folder-empty',
		title: 'An empty folder',
		async open(visitor) {
			await openFolder(visitor, SCANS_FOLDER);
			await visitor.openFolder(EMPTY_FOLDER);
			await visitor.page.getByText(visitor.say('Nothing in here yet')).waitFor();
		},
	},
	{
		name: 'folder-new',
		title: 'A new folder',
		async open(visitor) {
			await visitor.goHome();
			await visitor.chooseNew('New folder');
			await visitor.dialog().waitFor();
		},
	},
	{
		name: 'viewer-details',
		title: 'Details in the viewer',
		async open(visitor) {
			await openKinds(visitor);
			await visitor.open('photo.jpg');
			await visitor.dialog().waitFor();
			await visitor.button('Details').click();
		},
	},
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
	{
		name: 'delete-forever',
		title: 'Deleting forever',
		async open(visitor) {
			await visitor.page.goto('/trash');
			await visitor.choose('Old letters', 'Delete forever');
			await visitor.dialog().waitFor();
		},
	},
	{ name: 'costs', title: 'Costs', isWhole: true, open: (visitor) => goTo(visitor, '/costs') },
	{
		name: 'settings',
		title: 'Settings',
		isWhole: true,
		open: (visitor) => goTo(visitor, '/settings'),
	},
	{
		name: 'everything',
		title: 'Taking everything along',
		isApart: true,
		async open(visitor) {
			await visitor.page.goto('/settings');
			await visitor.button('Download everything').click();
			await visitor.button('Done').scrollIntoViewIfNeeded();
			await visitor.button('Dismiss').click();
		},
	},
	{ name: 'health', title: 'Health', isWhole: true, open: (visitor) => goTo(visitor, '/health') },
	{
		name: 'invitation',
		title: 'An owner has invited a person',
		async open(visitor) {
			const { page, say } = visitor;
			await page.goto('/health');
			await page.getByLabel(say('Invite a person by e-mail')).fill(addressFor('lena', visitor));
			await page.getByRole('button', { name: say('Invite'), exact: true }).click();
			await page.locator('[role=status] p').first().waitFor();
		},
	},
	{
		name: 'keys',
		title: 'The keys',
		only: (setting) => !isPhone(setting),
		async open(visitor) {
			await visitor.goHome();
			await visitor.page.keyboard.press('?');
			await visitor.dialog().waitFor();
		},
	},
	{
		name: 'more',
		title: 'The other places, on a phone',
		only: isNarrow,
		async open(visitor) {
			await visitor.goHome();
			await visitor.button('More').click();
			await visitor.dialog().waitFor();
		},
	},
	{ name: 'nowhere', title: 'No such page', open: (visitor) => goTo(visitor, '/no/such/page') },
	{
		name: 'offline',
		title: 'Without a network',
		isApart: true,
		async open(visitor) {
			await visitor.goHome();
			await visitor.page.context().setOffline(true);
			await visitor.open('Photos');
			await visitor.button('Try again').waitFor();
		},
	},
	{
		name: 'first-visit',
		title: 'The first visit',
		by: 'newcomer',
		open: (visitor) => goTo(visitor, '/folders'),
	},
	...uploadScreens,
];

/** The viewer with one file of a kind. */
export function screenOfFile(file: string): Screen {
	return {
		name: `file-${file.replace('.', '-')}`,
		title: file,
		async open(visitor) {
			await openKinds(visitor);
			await visitor.open(file);
			await visitor.dialog().waitFor();
			await visitor.settled();
			// The wheel that Chromium shows over a film turns on for a moment after it has loaded.
			if ((await visitor.page.locator('video').count()) > 0)
				await visitor.page.waitForTimeout(1000);
		},
	};
}

async function openKinds(visitor: Visitor): Promise<void> {
	await openFolder(visitor, KINDS_FOLDER);
	await visitor.row('letter.txt').waitFor();
}
