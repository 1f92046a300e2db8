import assert from 'node:assert/strict';
import { assertRefused, assertStatus, required, type Probe } from './probe.ts';
import { rawRequest } from './raw-request.ts';
import type { Target } from './target.ts';

const DISPOSITION = `attachment; filename="r_sum_.pdf"; filename*=UTF-8''r%C3%A9sum%C3%A9.pdf`;

async function storedUrl(
	target: Target,
	disposition?: string,
): Promise<[key: string, url: string]> {
	const key = target.newKey();
	await target.put(key, 'content');
	return [key, await target.presignGet(key, disposition === undefined ? {} : { disposition })];
}

function changed(url: string, change: (query: URLSearchParams) => void): string {
	const address = new URL(url);
	change(address.searchParams);
	return address.href;
}

export const presignedGetProbes: readonly Probe[] = [
	required('serves a presigned GET with the headers that were signed into it', async (target) => {
		const [, url] = await storedUrl(target, DISPOSITION);
		const answer = await rawRequest(url, { method: 'GET' });
		assertStatus(answer, 200);
		assert.equal(answer.headers['content-disposition'], DISPOSITION);
	}),
	required('refuses a presigned GET whose response headers were changed', async (target) => {
		const [, url] = await storedUrl(target, DISPOSITION);
		const inline = changed(url, (query) => query.set('response-content-disposition', 'inline'));
		assertRefused(await rawRequest(inline, { method: 'GET' }), [403]);
	}),
	required('refuses a presigned GET whose response headers were dropped', async (target) => {
		const [, url] = await storedUrl(target, DISPOSITION);
		const bare = changed(url, (query) => query.delete('response-content-disposition'));
		assertRefused(await rawRequest(bare, { method: 'GET' }), [403]);
	}),
	required('refuses response headers added to a presigned GET', async (target) => {
		const [, url] = await storedUrl(target);
		const html = changed(url, (query) => query.set('response-content-type', 'text/html'));
		assertRefused(await rawRequest(html, { method: 'GET' }), [403]);
	}),
	required('refuses a version added to a presigned GET', async (target) => {
		const [key, url] = await storedUrl(target);
		const { versionId } = await target.put(key, 'newer');
		const other = changed(url, (query) => query.set('versionId', versionId ?? 'null'));
		assertRefused(await rawRequest(other, { method: 'GET' }), [403]);
	}),
	required('refuses a presigned GET for another key', async (target) => {
		const [key, url] = await storedUrl(target);
		const other = target.newKey('secret');
		await target.put(other, 'secret');
		assertRefused(await rawRequest(url.replace(key, other), { method: 'GET' }), [403]);
	}),
	required('refuses a presigned GET that has expired', async (target) => {
		const key = target.newKey();
		await target.put(key, 'content');
		const signingDate = new Date(Date.now() - 120_000);
		const url = await target.presignGet(key, { signingDate, expiresInSeconds: 60 });
		assertRefused(await rawRequest(url, { method: 'GET' }), [403]);
	}),
	required('answers 404 to a presigned GET of a deleted object', async (target) => {
		const [key, url] = await storedUrl(target);
		await target.remove(key);
		assertStatus(await rawRequest(url, { method: 'GET' }), 404);
	}),
	...['PUT', 'DELETE', 'HEAD'].map((method) =>
		required(`refuses a presigned GET sent as ${method}`, async (target) => {
			const [key, url] = await storedUrl(target);
			const headers = { 'content-length': '1' };
			const sent = method === 'PUT' ? { method, headers, body: 'x' } : { method };
			assertRefused(await rawRequest(url, sent), [403]);
			assert.equal((await target.read(key)).toString(), 'content');
		}),
	),
];
