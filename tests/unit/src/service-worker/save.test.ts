// @vitest-environment node
import { MessageChannel, type MessagePort as NodePort } from 'node:worker_threads';
import { expect, it, vi } from 'vitest';
import { hearSaving, savingAt } from '../../../../src/service-worker/save';

const addressOf = (id: string) => new URL(`/save/${id}`, 'https://vault.example');

/** A page that asks to save `name`, and what it hears. */
function page(name: string) {
	const id = crypto.randomUUID();
	const { port1, port2 } = new MessageChannel();
	const heard: string[] = [];
	port1.on('message', ({ kind }: { kind: string }) => heard.push(kind));
	hearSaving({
		data: { kind: 'save', id, name },
		ports: [port2 as NodePort & MessagePort],
	});
	return { id, heard, port: port1 };
}

it('answers with what the page gives when it is pulled, as a download under its name', async () => {
	const { id, heard, port } = page('Örtliches (2).zip');
	const answer = savingAt(addressOf(id));
	const reader = answer?.body?.getReader();

	expect(answer?.headers.get('content-disposition')).toBe(
		"attachment; filename*=UTF-8''%C3%96rtliches%20%282%29.zip",
	);
	await vi.waitFor(() => expect(heard).toEqual(['ready', 'pull']));
	port.postMessage({ kind: 'chunk', bytes: new Uint8Array([1, 2]) });
	expect((await reader?.read())?.value).toEqual(new Uint8Array([1, 2]));
	await vi.waitFor(() => expect(heard).toEqual(['ready', 'pull', 'pull']));
	port.postMessage({ kind: 'end' });
	expect((await reader?.read())?.done).toBe(true);
	port.close();
});

it('breaks the download off where the page gives up: nothing short is taken for the whole', async () => {
	const { id, port } = page('a.zip');
	const read = savingAt(addressOf(id))?.body?.getReader().read();

	port.postMessage({ kind: 'fail' });

	await expect(read).rejects.toThrow('given up');
	port.close();
});

it('tells the page where the browser cancels the download', async () => {
	const { id, heard, port } = page('a.zip');

	await savingAt(addressOf(id))?.body?.cancel();

	await vi.waitFor(() => expect(heard).toContain('cancel'));
	port.close();
});

it('gives each download once, and none that no page has asked for', () => {
	const { id, port } = page('a.zip');

	expect(savingAt(addressOf(id))).toBeDefined();
	expect(savingAt(addressOf(id))).toBeUndefined();
	expect(savingAt(addressOf(crypto.randomUUID()))).toBeUndefined();
	expect(savingAt(new URL('https://vault.example/folders'))).toBeUndefined();
	port.close();
});

it('passes over what else is said to it', () => {
	for (const data of [undefined, 'save', { kind: 'alive' }]) {
		expect(() => hearSaving({ data, ports: [] })).not.toThrow();
	}
});
