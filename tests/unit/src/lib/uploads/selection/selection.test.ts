import { selectionOfFiles } from '$lib/uploads/selection/selection';
import { selectionOfDrop } from '$lib/uploads/selection/selection-of-drop';
import { describe, expect, it } from 'vitest';

function fileAt(path: string): File {
	const file = new File(['x'], path.split('/').at(-1) ?? '');
	Object.defineProperty(file, 'webkitRelativePath', { value: path });
	return file;
}

/** A folder as browsers give it in a drop: children come a hundred at a time, then none. */
interface Tree {
	readonly [name: string]: Tree | 'file' | 'broken';
}

function entryOf(name: string, what: Tree | 'file' | 'broken'): FileSystemEntry {
	if (typeof what === 'string') {
		return {
			name,
			isFile: true,
			isDirectory: false,
			file: (resolve: (file: File) => void, reject: (error: Error) => void) =>
				what === 'broken' ? reject(new Error('no')) : resolve(new File(['x'], name)),
		} as unknown as FileSystemEntry;
	}
	const children = Object.entries(what).map(([child, below]) => entryOf(child, below));
	return {
		name,
		isFile: false,
		isDirectory: true,
		createReader: () => {
			const left = [...children];
			return {
				readEntries: (resolve: (some: FileSystemEntry[]) => void) => resolve(left.splice(0, 100)),
			};
		},
	} as unknown as FileSystemEntry;
}

function dropOf(tree: Tree): DataTransfer {
	const items = Object.entries(tree).map(([name, what]) => ({
		kind: 'file',
		webkitGetAsEntry: () => entryOf(name, what),
		getAsFile: () => new File(['x'], name),
	}));
	return { items } as unknown as DataTransfer;
}

const paths = (files: readonly { file: File; folders: readonly string[] }[]) =>
	files.map(({ file, folders }) => [...folders, file.name].join('/'));

describe('files that were picked', () => {
	it('lie at the top where they were chosen one by one', () => {
		const { files } = selectionOfFiles([fileAt('a.txt'), new File([], 'b.txt')]);

		expect(files.map(({ folders }) => folders)).toEqual([[], []]);
	});

	it('keep the folders they were in', () => {
		const { files } = selectionOfFiles([fileAt('Holiday/a.txt'), fileAt('Holiday/Day 1/b.txt')]);

		expect(paths(files)).toEqual(['Holiday/a.txt', 'Holiday/Day 1/b.txt']);
	});

	it('leave odd segments for the rule of names to judge', () => {
		const { files } = selectionOfFiles([fileAt('a//../b.txt')]);

		expect(files[0]?.folders).toEqual(['a', '', '..']);
	});
});

describe('what was dropped', () => {
	it('is followed through folders of any depth, empty ones too', async () => {
		const tree = {
			'top.txt': 'file',
			one: { two: { three: { four: { five: { 'deep.txt': 'file', nothing: {} } } } }, empty: {} },
		} as const;

		const { files, emptyFolders } = await selectionOfDrop(dropOf(tree));

		expect(paths(files)).toEqual(['top.txt', 'one/two/three/four/five/deep.txt']);
		expect(emptyFolders).toEqual([
			['one', 'two', 'three', 'four', 'five', 'nothing'],
			['one', 'empty'],
		]);
	});

	it('is complete in folders of more than a hundred', async () => {
		const many = Object.fromEntries(
			Array.from({ length: 250 }, (_, index) => [`${String(index)}.txt`, 'file'] as const),
		);

		const { files, emptyFolders } = await selectionOfDrop(dropOf({ many }));

		expect(files).toHaveLength(250);
		expect(emptyFolders).toEqual([]);
	});

	it('names files that the device does not open, and goes on with the rest', async () => {
		const tree = { folder: { 'a.txt': 'broken', 'b.txt': 'file' } } as const;

		const { files, unreadable } = await selectionOfDrop(dropOf(tree));

		expect(paths(files)).toEqual(['folder/b.txt']);
		expect(unreadable).toEqual([{ name: 'a.txt', folders: ['folder'] }]);
	});

	it('is taken from the drop before its handler returns', async () => {
		const items = [...dropOf({ 'a.txt': 'file' }).items];
		const selecting = selectionOfDrop({ items } as unknown as DataTransfer);
		items.length = 0;

		expect((await selecting).files).toHaveLength(1);
	});
});
