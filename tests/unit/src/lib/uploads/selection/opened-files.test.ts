import { OpenedFiles, type OpenedStore } from '$lib/uploads/selection/opened-files';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

type Consumer = (launch: { readonly files?: readonly FileSystemFileHandle[] }) => void;

let open: Consumer;
beforeEach(() => {
	vi.stubGlobal('launchQueue', { setConsumer: (given: Consumer) => (open = given) });
});
afterEach(() => vi.unstubAllGlobals());

class FakeStore implements OpenedStore {
	readonly kept = new Map<number, FileSystemFileHandle>();
	denied = false;

	async all() {
		await this.#allow();
		return this.kept;
	}
	async add(handle: FileSystemFileHandle) {
		await this.#allow();
		this.kept.set(this.kept.size, handle);
	}
	async remove(key: number) {
		await this.#allow();
		this.kept.delete(key);
	}
	#allow(): Promise<void> {
		return this.denied ? Promise.reject(new Error('denied')) : Promise.resolve();
	}
}

function handle(name: string, permission: PermissionState = 'granted'): FileSystemFileHandle {
	const requestPermission = () => Promise.resolve(permission);
	const getFile = () => Promise.resolve(new File(['x'], name));
	return { name, requestPermission, getFile } as unknown as FileSystemFileHandle;
}

it.each([
	['is kept until it is forgotten, across pages', false],
	['is there as long as the page where the browser keeps nothing', true],
])('what the system opens %s', async (_what, denied) => {
	const store = Object.assign(new FakeStore(), { denied });
	const page = new OpenedFiles(store);
	const parked = vi.fn();
	page.listen(parked);

	open({});
	open({ files: [handle('a.pdf')] });
	await vi.waitFor(() => expect(parked).toHaveBeenCalledTimes(1));

	const [first] = await page.list();
	expect((await first?.open())?.name).toBe('a.pdf');
	const later = await new OpenedFiles(store).list();
	expect(later.map(({ name }) => name)).toEqual(denied ? [] : ['a.pdf']);
	await first?.forget();
	expect(await page.list()).toEqual([]);
});

it('is no file where the person does not let it be read, or it is gone', async () => {
	const page = new OpenedFiles(new FakeStore());
	const parked = vi.fn();
	page.listen(parked);
	const gone = handle('gone.pdf');
	gone.getFile = () => Promise.reject(new Error('gone'));

	open({ files: [handle('no.pdf', 'denied'), gone] });
	await vi.waitFor(() => expect(parked).toHaveBeenCalled());

	const files = await Promise.all((await page.list()).map((each) => each.open()));
	expect(files).toEqual([undefined, undefined]);
});
