import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LocalServer } from '../../../../local/http/serve.ts';
import { Mailbox } from '../../../../local/inbox/mailbox.ts';
import { startInbox } from '../../../../local/inbox/server.ts';

let directory: string;
let mailbox: Mailbox;
let inbox: LocalServer;
let aheadMs: number;

beforeEach(async () => {
	aheadMs = 0;
	directory = await mkdtemp(join(tmpdir(), 'inbox-'));
	mailbox = new Mailbox(directory);
	inbox = await startInbox({
		mailbox,
		port: 0,
		confirmSubscription: (token) => token === 'good',
		unsubscribe: (token) => token === 'good',
		clock: {
			now: () => new Date(Date.UTC(2026, 10, 1, 12) + aheadMs),
			offsetMs: () => aheadMs,
			advance: (byMs) => {
				aheadMs += byMs;
				return Promise.resolve();
			},
			finishRestores: () => Promise.resolve(2),
		},
	});
	mailbox.deliver({
		from: 'aws',
		to: 'anna@example.com',
		subject: 'Code',
		text: '…',
		code: '123456',
	});
	mailbox.deliver({ from: 'aws', to: 'ben@example.com', subject: '<script>', text: '"&' });
});
afterEach(async () => {
	await inbox.close();
	await rm(directory, { recursive: true, force: true });
});

describe('the inbox', () => {
	test('shows one person their mails, newest first', async () => {
		mailbox.deliver({ from: 'aws', to: 'Anna@Example.com', subject: 'Later', text: '' });

		const response = await fetch(`${inbox.origin}/messages?to=anna@example.com`);

		expect(await response.json()).toMatchObject([
			{ subject: 'Later' },
			{ subject: 'Code', code: '123456' },
		]);
	});

	test('shows mails on a page without running what they say', async () => {
		const page = await (await fetch(inbox.origin)).text();

		expect(page).toContain('123456');
		expect(page).toContain('&lt;script&gt;');
		expect(page).not.toContain('<script>');
	});

	test('lets nothing run on its page but its own script, which looks for new mail', async () => {
		const page = await fetch(inbox.origin);
		const script = await (await fetch(`${inbox.origin}/watch.js`)).text();

		expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
		expect(await page.text()).toContain('src="/watch.js"');
		expect(script).toContain("fetch('/messages'");
	});

	test('keeps mails over a restart', () => {
		expect(new Mailbox(directory).list('ben@example.com')).toHaveLength(1);
	});

	test.each([
		['/confirm?token=good', 200],
		['/confirm?token=bad', 404],
		['/unsubscribe?token=good', 200],
		['/unsubscribe', 404],
		['/elsewhere', 404],
	])('answers %s with %s', async (path, status) => {
		expect((await fetch(inbox.origin + path)).status).toBe(status);
	});
});

describe('the clock', () => {
	const press = (button: string, headers: Record<string, string> = {}) =>
		fetch(`${inbox.origin}/clock`, {
			method: 'POST',
			headers,
			body: new URLSearchParams({ do: button }),
		});

	test('tells the time of the vault and is found from the inbox', async () => {
		expect(await (await fetch(inbox.origin)).text()).toContain('href="/clock"');
		const page = await (await fetch(`${inbox.origin}/clock`)).text();

		expect(page).toContain('2026-11-01 12:00 UTC');
		expect(page).toContain("this machine's own time");
	});

	test('is moved by a day, a month and an hour', async () => {
		for (const button of ['day', 'month']) await press(button);
		const moved = await press('hour');
		// A reload must not press the button again.
		await fetch(moved.url);

		const page = await (await fetch(`${inbox.origin}/clock`)).text();
		expect(page).toContain('2026-12-02 13:00 UTC');
		expect(page).toContain('31 days and 1 hour ahead');
	});

	test('finishes restores without moving', async () => {
		const response = await press('finish-restores');

		expect(await response.text()).toContain('2 restores have finished.');
		expect(aheadMs).toBe(0);
	});

	test('is not moved by the page of another site, or by what is no button', async () => {
		const foreign = await press('day', { 'sec-fetch-site': 'cross-site' });
		const unknown = await press('constructor');

		expect([foreign.status, unknown.status, aheadMs]).toEqual([403, 400, 0]);
	});
});
