import type { ServerResponse } from 'node:http';
import { requestUrl } from '../http/request-url.ts';
import { sendJson, serve, type LocalServer } from '../http/serve.ts';
import type { Mailbox } from './mailbox.ts';
import { inboxPage, notePage, watching } from './page.ts';

export interface InboxOptions {
	readonly mailbox: Mailbox;
	readonly port: number;
	/** Follows the link of a subscription mail. False if the link is unknown. */
	readonly confirmSubscription: (token: string) => boolean;
	readonly unsubscribe: (token: string) => boolean;
}

/**
 * `GET /` is the inbox for people, `GET /messages?to=` the same as JSON, newest first. The links
 * that mails carry lead here too.
 */
export function startInbox(options: InboxOptions): Promise<LocalServer> {
	return serve(
		(request, response) => {
			const url = requestUrl(request);
			const to = url.searchParams.get('to') ?? undefined;
			const token = url.searchParams.get('token') ?? '';
			switch (url.pathname) {
				case '/':
					sendHtml(response, 200, inboxPage(options.mailbox.list(to), to));
					break;
				case '/messages':
					sendJson(response, 200, options.mailbox.list(to));
					break;
				case '/watch.js':
					send(response, 200, 'text/javascript; charset=utf-8', watching);
					break;
				case '/confirm':
					sendNote(response, options.confirmSubscription(token), 'Subscription confirmed.');
					break;
				case '/unsubscribe':
					sendNote(response, options.unsubscribe(token), 'Subscription ended.');
					break;
				default:
					sendHtml(response, 404, notePage('There is nothing here.'));
			}
			return Promise.resolve();
		},
		{ port: options.port },
	);
}

function sendNote(response: ServerResponse, isKnown: boolean, note: string): void {
	if (isKnown) sendHtml(response, 200, notePage(note));
	else sendHtml(response, 404, notePage('This link is not valid any more.'));
}

function sendHtml(response: ServerResponse, status: number, html: string): void {
	send(response, status, 'text/html; charset=utf-8', html);
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
	response.writeHead(status, {
		'content-type': type,
		'cache-control': 'no-store',
		// Mails hold what people typed: nothing of it may run here.
		'content-security-policy':
			"default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'unsafe-inline'; img-src data:",
	});
	response.end(body);
}
