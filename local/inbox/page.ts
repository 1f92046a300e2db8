import type { Message } from './mailbox.ts';

/** The inbox as a page that needs no script: it asks for itself again every few seconds. */
export function inboxPage(messages: readonly Message[], to: string | undefined): string {
	const title = to === undefined ? 'Inbox' : `Inbox of ${to}`;
	return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="5">
<title>${escape(title)} – CloudVault on this machine</title>
<style>
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem; }
article { border: 1px solid color-mix(in srgb, currentColor 20%, transparent); border-radius: .75rem; padding: 1rem; margin: 1rem 0; }
h2 { font-size: 1.1rem; margin: 0; }
p.meta { margin: 0 0 .5rem; opacity: .75; }
pre { font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; margin: 0; }
code { font-size: 1.5rem; letter-spacing: .1em; }
</style>
</head>
<body>
<h1>${escape(title)}</h1>
<p>What Cognito and SNS would have mailed. Nothing leaves this machine.</p>
${messages.map(article).join('\n') || '<p>No mail yet.</p>'}
</body>
</html>
`;
}

/** The short page behind a link in a mail. */
export function notePage(text: string): string {
	return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escape(text)}</title><p>${escape(text)}</p></html>\n`;
}

function article(message: Message): string {
	const links = message.links.map(
		({ label, url }) => `<p><a href="${escape(url)}">${escape(label)}</a></p>`,
	);
	return `<article>
<h2>${escape(message.subject)}</h2>
<p class="meta">to <a href="/?to=${encodeURIComponent(message.to)}">${escape(message.to)}</a> · <time datetime="${escape(message.sentAt)}">${escape(message.sentAt.slice(0, 19).replace('T', ' '))}</time> · from ${escape(message.from)}</p>
<pre>${escape(message.text)}</pre>
${message.code === undefined ? '' : `<p><code>${escape(message.code)}</code></p>`}
${links.join('\n')}
</article>`;
}

function escape(text: string): string {
	return text
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;');
}
