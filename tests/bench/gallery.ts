import { SIGN_DOWNLOADS_MAX } from '#contract/limits';
import { createHash } from 'node:crypto';
import { Contents } from '../seed/content.ts';
import { fillVault } from '../seed/fill-vault.ts';
import { planVault, type PlannedFile } from '../seed/plan.ts';
import { againstLimit } from './against-limit.ts';
import { PHONE, untilPicturesShow, type Screen } from './browser/phone.ts';
import { hashOf } from './browser/stored.ts';
import { BenchVault, type Sender } from './browser/vault.ts';
import { compareAll, type Pace, type Result } from './compare.ts';

const FILES = { whole: 3_000, quick: 300 };
const FIRST_SCREEN_MS = 1_500;

/** The first screen of a gallery on a phone, against a page that shows the originals as they are seen. */
export async function benchGallery({ quick, rounds }: Pace): Promise<Result[]> {
	const vault = await BenchVault.open();
	try {
		const sender = await vault.newSender();
		const files = planVault('gallery', quick ? FILES.quick : FILES.whole).filter(({ name }) =>
			/\.jpe?g$/i.test(name),
		);
		const { apiUrl } = vault.stack;
		const accessToken = () => Promise.resolve(sender.client.accessToken);
		const { stored, thumbs } = await fillVault({ apiUrl, accessToken }, files, () => undefined);
		if (thumbs < stored) throw new Error(`${String(thumbs)} of ${String(stored)} have pictures`);
		const originals = await originalsOf(sender);
		await checkOriginals(originals, files);
		const urls = originals.map(({ url }) => url);
		const screens: number[] = [];
		const bytes = { ours: 0, theirs: 0 };
		await compareAll({
			name: 'gallery',
			ours: async () => {
				const screen = await ourScreen(vault, sender);
				bytes.ours = Math.max(bytes.ours, screen.bytes);
				screens.push(screen.tookMs);
				return screen.tookMs;
			},
			references: [
				async () => {
					const screen = await theirScreen(vault, urls);
					bytes.theirs = Math.max(bytes.theirs, screen.bytes);
					return screen.tookMs;
				},
			],
			rounds: quick ? 1 : rounds,
		});
		const what = `gallery of ${String(stored)} photos, L2`;
		const ratio = bytes.theirs / bytes.ours;
		return [
			{
				name: 'gallery',
				what: `${what}: bytes of its first screen (B15)`,
				unit: 'bytes',
				ours: bytes.ours,
				reference: bytes.theirs,
				ratio,
				ratioMin: ratio,
				ratioMax: ratio,
				targetRatio: 5,
			},
			againstLimit(
				{ name: 'gallery', what: `${what}: until its first screen is there`, unit: 'ms' },
				screens,
				FIRST_SCREEN_MS,
			),
		];
	} finally {
		await vault.close();
	}
}

function ourScreen(vault: BenchVault, sender: Sender): Promise<Screen> {
	return vault.signedIn(
		sender,
		(page) => untilPicturesShow(page, () => page.goto(`${vault.stack.siteUrl}/gallery`)),
		PHONE,
	);
}

function theirScreen(vault: BenchVault, urls: readonly string[]): Promise<Screen> {
	return vault.atReferences(
		(page) =>
			untilPicturesShow(page, () =>
				page.evaluate((originals) => window.references.lazyGrid(originals), urls),
			),
		PHONE,
	);
}

interface Original {
	readonly name: string;
	readonly url: string;
}

/** The newest, as many as one call signs: more than a phone shows at first. */
async function originalsOf({ client }: Sender): Promise<readonly Original[]> {
	const { files } = await client.call<{ files: readonly { id: string; name: string }[] }>(
		'listTimeline',
		{ only: 'media', limit: String(SIGN_DOWNLOADS_MAX) },
	);
	const { downloads } = await client.call<{ downloads: readonly { url: string }[] }>(
		'signDownloads',
		{ downloads: files.map(({ id }) => ({ entryId: id, as: 'inline' })) },
	);
	return downloads.map(({ url }, i) => ({ url, name: files[i]?.name ?? '' }));
}

/** Throws unless S3 gives back the bytes of a file of that name. Two folders may have one each. */
async function checkOriginals(
	originals: readonly Original[],
	files: readonly PlannedFile[],
): Promise<void> {
	const contents = new Contents();
	for (const { name, url } of originals) {
		const found = await hashOf(url);
		const hashes: string[] = [];
		for (const file of files.filter((each) => each.name === name)) {
			const { bytes } = await contents.make(file);
			hashes.push(createHash('sha256').update(bytes).digest('base64'));
		}
		if (!hashes.includes(found)) throw new Error(`${name} is stored with other bytes`);
	}
}
