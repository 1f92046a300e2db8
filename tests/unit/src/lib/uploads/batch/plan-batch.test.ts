import { planBatch } from '$lib/uploads/batch/plan-batch';
import { expect, it } from 'vitest';

it.each([
	['server.ts', 'video/mp2t', 'text/plain'],
	['film.m2ts', 'video/mp2t', 'video/mp2t'],
	['photo.heic', '', 'image/heic'],
	['film.MKV', '', 'video/x-matroska'],
	['song.m4a', 'audio/x-m4a', 'audio/mp4'],
	['unknown', '', 'application/octet-stream'],
])('takes %s, which the browser calls %j, for %s', (name, type, contentType) => {
	const selection = {
		files: [{ file: new File(['x'], name, { type }), folders: [] }],
		emptyFolders: [],
		unreadable: [],
	};

	const { tasks } = planBatch(selection, { folderId: 'a', folderName: 'A' });

	expect(tasks.map((task) => task.contentType)).toEqual([contentType]);
});
