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

beforeEach(async () => {
	directory = await mkdtemp(join(tmpdir(), 'inbox-'));
	mailbox = new Mailbox(directory);
	inbox = await startInbox({
		mailbox,
		port: 0,
		confirmSubscription: (token) => token === 'good',
		unsubscribe: (token) => token === 'good',
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
