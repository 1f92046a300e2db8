import type { Message } from './mailbox.ts';

/** The inbox as a page. It shows new mail by itself, see `watching`. */
export function inboxPage(messages: readonly Message[], to: string | undefined): string {
	const title = to === undefined ? 'Inbox' : `Inbox of ${to}`;
	return page(
		title,
		`<h1>${escape(title)}</h1>
<p class="meta">What Cognito and SNS would have mailed. Nothing leaves this machine. <a href="/clock">The vault's clock</a></p>
${to === undefined ? '' : '<p><a href="/">All mail</a></p>'}
${messages.map(article).join('\n') || '<p class="none">No mail yet. It appears here by itself.</p>'}
<script type="module" src="/watch.js" data-newest="${escape(messages[0]?.id ?? '')}"></script>`,
	);
}

/** The short page behind a link in a mail. */
export function notePage(text: string): string {
	return page(text, `<h1>${escape(text)}</h1>\n<p><a href="/">Back to the inbox</a></p>`);
}

/**
 * Loads the page again only when there is mail it does not show: a page that reloads by the clock loses
 * the place of a person who reads with a screen reader or by keyboard.
 */
export const watching = `const { newest } = document.querySelector('[data-newest]').dataset;
setInterval(async () => {
	const [latest] = await fetch('/messages' + location.search).then((response) => response.json(), () => []);
	if (latest && latest.id !== newest) location.reload();
}, 2000);
`;

/** A page of the inbox's server. `title` is text, `body` markup. */
export function page(title: string, body: string): string {
	return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>${escape(title)} · CloudVault on this machine</title>
<style>
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 44rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.7rem; }
h2 { font-size: 1.1rem; margin: 0; }
article { border: 1px solid color-mix(in srgb, currentColor 20%, transparent); border-radius: .75rem; padding: 1rem 1.25rem; margin: 1rem 0; }
.meta { margin: 0 0 .75rem; color: color-mix(in srgb, currentColor 75%, transparent); font-size: .875rem; overflow-wrap: anywhere; }
.none { margin-top: 3rem; text-align: center; }
pre { font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; margin: 0; }
article code { font-size: 1.5rem; letter-spacing: .1em; }
fieldset { border: 0; padding: 0; margin: 1rem 0; }
button { font: inherit; min-height: 2.75rem; padding: .25rem 1rem; margin: .25rem .5rem .25rem 0; border-radius: .5rem; border: 1px solid currentColor; background: transparent; color: inherit; cursor: pointer; }
article p { margin: .75rem 0 0; }
article .meta { margin: 0 0 .75rem; }
a { display: inline-block; padding: .375rem 0; }
.meta a { padding: 0; }
</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
}

function article(message: Message): string {
	const links = message.links.map(
		({ label, url }) => `<p><a href="${escape(url)}">${escape(label)}</a></p>`,
	);
	return `<article>
<h2>${escape(message.subject)}</h2>
<p class="meta">to <a href="/?to=${encodeURIComponent(message.to)}">${escape(message.to)}</a> · <time datetime="${escape(message.sentAt)}">${escape(message.sentAt.slice(0, 19).replace('T', ' '))} UTC</time> · from ${escape(message.from)}</p>
<pre>${escape(message.text)}</pre>
${message.code === undefined ? '' : `<p><code>${escape(message.code)}</code></p>`}
${links.join('\n')}
</article>`;
}

export function escape(text: string): string {
	return text
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;');
}
