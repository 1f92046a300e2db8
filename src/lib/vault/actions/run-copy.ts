import type { ResponseOf } from '#contract/endpoint';
import type { Entry, File, Folder } from '#contract/entries';
import { COPY_CALL_MAX_FILES, FOLDER_PATHS_PER_CALL_MAX } from '#contract/limits';
import { numberedName } from '#contract/names';
import { copyFiles } from '#contract/uploads';
import { createFolder, ensureFolders, listFolder } from '#contract/vault';
import type { Call } from '$lib/api/call';
import { ApiError } from '$lib/errors/api-error';
import type { CopyWork } from './left-work';

type Answer = ResponseOf<typeof copyFiles>['files'][number];

/** Names that are tried for the copy of a folder. */
const NAMES_TRIED_MAX = 100;

/**
 * [Note: Copies that go on] What is left of a copy is data, and each step makes less of it. `keep` is told of it before every call that copies, with the refs
 * of that call, so that a later visit sends the same call again and goes on from there. Making folders again finds those that are
 * there; only a folder chosen by the person, whose page is closed as it is made, may be made twice, and stays empty once.
 */
export async function runCopy(
	call: Call,
	work: CopyWork,
	keep: (work: CopyWork) => void,
): Promise<{ readonly work: CopyWork; readonly made: readonly Entry[] }> {
	const made: Entry[] = [];
	let left = work;
	for (;;) {
		keep(left);
		if (left.sending !== undefined) {
			const answers = await send(call, left.sending);
			const copies = answers.flatMap((answer) =>
				answer.outcome === 'copied' ? [answer.file] : [],
			);
			made.push(...directlyIn(left.target.id, copies));
			left = answered(left, answers, copies);
		} else if (left.waiting.ids.length > 0) left = withNextCall(left);
		else if (left.levels.length > 0) left = await withNextPage(call, left);
		else if (left.folders.length > 0) {
			const [{ id: fromId, name } = { id: '', name: '' }, ...folders] = left.folders;
			const copy = await makeFolder(call, name, left.target.id);
			made.push(copy);
			const levels = [{ fromId, toId: copy.id }];
			left = { ...left, folders, levels, madeIds: [...left.madeIds, copy.id] };
		} else return { work: left, made };
	}
}

function withNextCall(left: CopyWork): CopyWork {
	const { parentId, ids } = left.waiting;
	const files = ids
		.slice(0, COPY_CALL_MAX_FILES)
		.map((entryId) => ({ ref: crypto.randomUUID(), entryId, parentId }));
	return {
		...left,
		waiting: { parentId, ids: ids.slice(files.length) },
		sending: { batch: { id: crypto.randomUUID(), fileCount: files.length }, files },
	};
}

/** The same call again and again, until nothing of it is under way. */
async function send(
	call: Call,
	request: NonNullable<CopyWork['sending']>,
): Promise<readonly Answer[]> {
	for (;;) {
		const { files } = await call(copyFiles, request);
		if (!files.some(({ outcome }) => outcome === 'copying')) return files;
	}
}

function answered(left: CopyWork, answers: readonly Answer[], copies: readonly File[]): CopyWork {
	const refusals = answers.flatMap((each) => (each.outcome === 'refused' ? [each.code] : []));
	const madeIds = directlyIn(left.target.id, copies).map(({ id }) => id);
	return {
		...left,
		sending: undefined,
		files: left.files + copies.length,
		madeIds: [...left.madeIds, ...madeIds],
		refusedCount: left.refusedCount + refusals.length,
		refusal: left.refusal ?? refusals[0],
	};
}

function directlyIn(targetId: string, copies: readonly File[]): readonly File[] {
	return copies.filter(({ parentId }) => parentId === targetId);
}

/** Level by level: of the first one the next page, whose folders are made and go to the end. */
async function withNextPage(call: Call, left: CopyWork): Promise<CopyWork> {
	const [level, ...later] = left.levels;
	if (level === undefined) return left;
	const { fromId, toId, cursor } = level;
	const page = await call(listFolder, { folderId: fromId, cursor });
	const folders = page.entries.filter((entry) => entry.kind === 'folder');
	const below = await foldersIn(call, toId, folders);
	const files = page.entries.filter((entry) => entry.kind === 'file');
	const next = page.nextCursor === null ? [] : [{ fromId, toId, cursor: page.nextCursor }];
	return {
		...left,
		levels: [...next, ...later, ...below],
		waiting: { parentId: toId, ids: files.map(({ id }) => id) },
	};
}

async function foldersIn(
	call: Call,
	parentId: string,
	folders: readonly Folder[],
): Promise<CopyWork['levels']> {
	const levels: CopyWork['levels'] = [];
	for (let start = 0; start < folders.length; start += FOLDER_PATHS_PER_CALL_MAX) {
		const part = folders.slice(start, start + FOLDER_PATHS_PER_CALL_MAX);
		const paths = part.map(({ name }) => [name]);
		const answer = await call(ensureFolders, { parentId, paths });
		for (const [i, { id: fromId }] of part.entries()) {
			const ensured = answer.folders[i];
			if (ensured?.outcome !== 'ready') throw new ApiError(ensured?.code ?? 'internal');
			levels.push({ fromId, toId: ensured.folderId });
		}
	}
	return levels;
}

/** Beside another of its name it gets a number, as a file does. */
async function makeFolder(call: Call, name: string, parentId: string): Promise<Folder> {
	for (let number = 0; ; number += 1) {
		try {
			const tried = number === 0 ? name : numberedName(name, number);
			return (await call(createFolder, { parentId, name: tried })).folder;
		} catch (error) {
			const isTaken = error instanceof ApiError && error.code === 'name_conflict';
			if (!isTaken || number === NAMES_TRIED_MAX) throw error;
		}
	}
}
