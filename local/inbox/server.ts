import type { IncomingMessage, ServerResponse } from 'node:http';
import { requestUrl } from '../http/request-url.ts';
import { readBody, sendJson, serve, type LocalServer } from '../http/serve.ts';
import { clockPage, pressButton, type ClockControl } from './clock-page.ts';
import type { Mailbox } from './mailbox.ts';
import { inboxPage, notePage, watching } from './page.ts';

export interface InboxOptions {
	readonly mailbox: Mailbox;
	readonly port: number;
	/** Follows the link of a subscription mail. False if the link is unknown. */
	readonly confirmSubscription: (token: string) => boolean;
	readonly unsubscribe: (token: string) => boolean;
	/** Absent where the vault's time cannot be moved. */
	readonly clock?: ClockControl;
}

/** One button, and nothing else. */
const MAX_FORM_BYTES = 1024;

/**
 * `GET /` is the inbox for people, `GET /messages?to=` the same as JSON, newest first. The links
 * that mails carry lead here too. `/clock` moves the vault's time.
 */
export function startInbox(options: InboxOptions): Promise<LocalServer> {
	return serve(
		async (request, response) => {
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
				case '/clock':
					if (options.clock) await answerClock(request, response, options.clock);
					else sendHtml(response, 404, notePage('There is nothing here.'));
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
		},
		{ port: options.port },
	);
}

async function answerClock(
	request: IncomingMessage,
	response: ServerResponse,
	control: ClockControl,
): Promise<void> {
	if (request.method !== 'POST') {
		sendHtml(response, 200, clockPage(control, requestUrl(request).searchParams));
		return;
	}
	// Any page that a browser has open could send this form: only our own may.
	const site = request.headers['sec-fetch-site'];
	if (site !== undefined && site !== 'same-origin') {
		sendHtml(response, 403, notePage('Only this page moves the clock.'));
		return;
	}
	const form = new URLSearchParams((await readBody(request, MAX_FORM_BYTES)).toString());
	const location = await pressButton(control, form.get('do') ?? '');
	if (location === undefined) sendHtml(response, 400, notePage('There is no such button.'));
	else response.writeHead(303, { location }).end();
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
			"default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; frame-ancestors 'none'",
	});
	response.end(body);
}
