import { ROOT } from '#contract/vault';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { followObjectEvents } from '../../../lambdas/object-events/follow-object-events.ts';
import { objectEventsOf } from '../../../lambdas/object-events/internal/object-event.ts';
import { BUCKET } from '../../support/object-store.ts';
import { statementCounts } from '../../support/statement-counts.ts';
import { countStatements } from '../../support/statements.ts';
import { asked, formOf, post, sha256 } from '../../support/uploader.ts';
import { startWorld, type Uploader, type World } from '../../support/world.ts';

const MANY = 100;

let world: World;
let ann: Uploader;
let one: Prepared;
let many: Prepared;

beforeAll(async () => {
	world = await startWorld();
	ann = await world.newUploader();
	one = await prepare(1);
	many = await prepare(MANY);
});
afterAll(() => world.close());

interface Prepared {
	readonly folderId: string;
	readonly entryIds: readonly string[];
}

/** Files of a folder in a folder, stored with their bytes. */
async function prepare(count: number): Promise<Prepared> {
	const outer = await ann.folder(ann.rootId, `${String(count)} in`);
	const folderId = await ann.folder(outer, 'a folder');
	await send(folderId, count);
	const { files } = await complete();
	const entryIds = files.map((each) => (each.outcome === 'stored' ? each.file.id : ''));
	return { folderId, entryIds };
}

let sent: { uploadId: string; checksum: string }[] = [];

function begin(folderId: string, count: number, facts = {}) {
	const bytes = Array.from({ length: count }, (_, i) => Buffer.from(`bytes ${String(i)}`));
	return {
		bytes,
		run: () =>
			ann.begin(
				bytes.map((each, i) => asked(folderId, each, { name: `IMG_${String(i)}.jpg`, ...facts })),
			),
	};
}

async function send(folderId: string, count: number, facts = {}): Promise<void> {
	const { bytes, run } = begin(folderId, count, facts);
	const begun = await run();
	sent = await Promise.all(
		begun.map(async (each, i) => {
			const { uploadId, form } = formOf(each);
			const body = bytes[i] ?? Buffer.alloc(0);
			await post(form, body);
			return { uploadId, checksum: sha256(body) };
		}),
	);
}

const complete = () => ann.can.completeUploads({ uploads: sent });

type Work = (prepared: Prepared) => Promise<unknown>;
interface Verb {
	readonly verb: keyof typeof statementCounts;
	readonly run: Work;
	/** Not counted. */
	readonly before?: Work;
}

const trash: Work = ({ entryIds }) => ann.does.trashEntries({ entryIds: [...entryIds] });

/** In this order: each begins where the one before has left the files. */
const verbs: readonly Verb[] = [
	{
		verb: 'beginUploads',
		run: ({ folderId, entryIds }) => begin(folderId, entryIds.length).run(),
	},
	{
		// Of files that are there already, so that all need a number.
		verb: 'completeUploads',
		run: complete,
		before: ({ folderId, entryIds }) => send(folderId, entryIds.length),
	},
	{
		// Events of files that the browser has completed.
		verb: 'followObjectEvents',
		run: async () => {
			const events = (await world.bucket.takeEvents()).flatMap((event) =>
				objectEventsOf(event, BUCKET),
			);
			return followObjectEvents(world.deps, events);
		},
		before: async ({ folderId, entryIds }) => {
			await world.follow();
			await send(folderId, entryIds.length);
			await complete();
		},
	},
	{ verb: 'listFolder', run: ({ folderId }) => ann.does.listFolder({ folderId }) },
	{
		verb: 'signDownloads',
		run: ({ entryIds }) =>
			ann.can.signDownloads({
				downloads: entryIds.map((entryId) => ({ entryId, as: 'inline' as const })),
			}),
	},
	{
		verb: 'moveEntries',
		run: ({ entryIds }) =>
			ann.does.moveEntries({
				entryIds: [...entryIds],
				targetId: ann.rootId,
				onConflict: 'keep-both',
			}),
	},
	{ verb: 'trashEntries', run: trash },
	{
		verb: 'putBackEntries',
		run: ({ entryIds }) => ann.does.putBackEntries({ entryIds: [...entryIds] }),
	},
	{
		verb: 'purgeEntries',
		run: ({ entryIds }) => ann.can.purgeEntries({ entryIds: [...entryIds] }),
		before: trash,
	},
];

describe('each verb asks the database as often as docs/performance.md says', () => {
	test.each(verbs)('$verb', async ({ verb, run, before }) => {
		const counted = [];
		for (const prepared of [one, many]) {
			await before?.(prepared);
			counted.push(countsOf(await countStatements(world.fresh, () => run(prepared))));
		}

		expect({ one: counted[0], hundred: counted[1] }).toEqual(statementCounts[verb]);
	});
});

test('S3 is asked once for each file that the browser completes, and by its event not at all', async () => {
	await world.follow();
	const inspect = vi.spyOn(world.deps.store, 'inspectObject');
	const list = vi.spyOn(world.deps.store, 'listVersions');

	await send(many.folderId, MANY);
	await complete();
	expect(inspect).toHaveBeenCalledTimes(MANY);
	await world.follow();

	expect(inspect).toHaveBeenCalledTimes(MANY);
	expect(list).not.toHaveBeenCalled();
	vi.restoreAllMocks();
});

test('pictures take one statement more than other files when they are stored, for the months', async () => {
	const counts = [];
	for (const contentType of ['text/plain', 'image/jpeg']) {
		const folderId = await ann.folder(ann.rootId, contentType.replace('/', ' '));
		await send(folderId, MANY, { contentType });
		counts.push((await countStatements(world.fresh, complete)).statements.length);
	}

	const [files = 0, pictures] = counts;
	expect(pictures).toBe(files + 1);
});

test('the top folder is listed by its name in as many statements as by its id', async () => {
	const list = (folderId: string) =>
		countStatements(world.fresh, () => ann.does.listFolder({ folderId }));

	const byName = await list(ROOT);

	expect(byName.statements).toHaveLength((await list(ann.rootId)).statements.length);
});

test('a folder moves twenty folders deep in as many statements as below the top', async () => {
	const names = Array.from({ length: 20 }, (_, i) => `level ${String(i)}`);
	const paths = [names, ['a', 'b', 'c']];
	const { folders } = await ann.does.ensureFolders({ parentId: ann.rootId, paths });
	const [deep = '', low = ''] = folders.map((each) =>
		each.outcome === 'ready' ? each.folderId : '',
	);
	const { entry } = await ann.does.getEntry({ entryId: low });
	const move = (targetId: string) =>
		countStatements(world.fresh, () =>
			ann.does.moveEntries({ entryIds: [entry.parentId], targetId }),
		);

	const down = await move(deep);
	const { statements: up } = await move(ann.rootId);

	expect(down.statements).toHaveLength(up.length);
	expect(up.length).toBeLessThanOrEqual(11);
	const { path } = await ann.does.listFolder({ folderId: deep });
	expect(path).toHaveLength(21);
});

function countsOf({ statements }: { readonly statements: readonly string[] }) {
	return {
		statements: statements.length,
		transactions: statements.filter((each) => each === 'begin').length,
		locks: statements.filter((each) => each.endsWith('for update')).length,
	};
}
