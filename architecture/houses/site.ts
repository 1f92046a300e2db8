import type { House } from '../room.ts';

const contract = 'src/lib/contract';
const ui = 'src/lib/components/ui';
const context = 'src/lib/app/context.ts';
const later = 'src/lib/components/later';
const language = 'src/lib/language';

const engine = 'an upload runs without a page: let src/lib/app pass what it needs of the rest.';
const view =
	'what a page holds knows no component and no other domain: let src/lib/app hand it on.';
const component =
	'a domain of components shows its own nouns: let the route put two side by side, or pass a snippet.';
const ground = 'it stands below everything that knows files: take what you need as an argument.';
const toRoutes = 'no file imports a route: move what you need into src/lib.';

/** From the routes down to the contract. */
export const site: House = {
	path: 'src',
	instead: 'the browser shares nothing with the functions but the contract (#contract/*).',
	rooms: [
		{
			path: 'src/routes',
			imports: ['src'],
			instead: 'a route puts components together: everything else is in src/lib.',
			closed: toRoutes,
		},
		{
			path: 'src/hooks.client.ts',
			imports: ['src/lib/app', 'src/lib/auth'],
			instead:
				'the page starts by reading the session and renewing it: start the rest in the layout of a route.',
			closed: 'SvelteKit alone calls the hooks: move what you need into src/lib.',
		},
		{
			path: 'src/ahead.ts',
			imports: [contract, 'src/lib/auth'],
			packages: [],
			instead:
				'it stands in the page, before all code: what is not asked for on the way is begun by src/hooks.client.ts.',
			closed: 'the build puts it into the page: move what you need into src/lib.',
		},
		{
			path: 'src/service-worker',
			imports: [],
			instead: 'the service worker is a program of its own: send it a message.',
			closed: 'the service worker is a program of its own: send it a message.',
		},

		{
			path: 'src/lib/components/files',
			imports: [
				contract,
				ui,
				later,
				context,
				'src/lib/components/archive',
				'src/lib/components/costs',
				'src/lib/errors',
				'src/lib/format',

				'src/lib/vault/actions',
				'src/lib/vault/entry',
				'src/lib/vault/facts',
				'src/lib/vault/list',
				'src/lib/vault/restore',
			],
			instead: component,
		},
		{
			path: 'src/lib/components/archive',
			imports: [
				contract,
				ui,

				context,
				'src/lib/errors',
				'src/lib/format',
				'src/lib/vault/download',
				'src/lib/vault/entry',
				'src/lib/vault/restore',
			],
			instead: component,
		},
		{
			path: 'src/lib/components/gallery',
			imports: [
				contract,
				ui,
				context,
				'src/lib/components/archive',
				'src/lib/errors',
				'src/lib/format',
				'src/lib/gallery',
				'src/lib/vault/actions',
				'src/lib/vault/download',
				'src/lib/vault/entry',
				'src/lib/vault/facts',
				'src/lib/vault/list',
			],
			instead: component,
		},
		{
			path: 'src/lib/components/uploads',
			imports: [
				contract,
				ui,
				'src/lib/format',
				'src/lib/uploads/batch',
				'src/lib/uploads/queue',
				'src/lib/uploads/selection',
				'src/lib/uploads/transfer',
			],
			instead: component,
		},
		{
			path: 'src/lib/components/downloads',
			imports: [ui, 'src/lib/format', 'src/lib/vault/download'],
			instead: component,
		},
		{
			path: 'src/lib/components/costs',
			imports: [
				contract,
				ui,
				context,
				'src/lib/costs',
				'src/lib/errors',
				'src/lib/format',
				language,
			],
			instead: component,
		},
		{
			path: 'src/lib/components/health',
			imports: [ui, 'src/lib/errors', 'src/lib/format', 'src/lib/health'],
			instead: component,
		},
		{
			path: 'src/lib/components/notices',
			imports: [ui, context],
			instead: component,
		},
		{
			path: 'src/lib/components/shell',
			imports: [ui, later, context, 'src/lib/errors', 'src/lib/format'],
			instead: 'the shell frames every page and knows none: let the layout pass what it shows.',
		},
		{
			path: later,
			imports: [context, 'src/lib/concurrency', 'src/lib/errors'],
			instead: 'it knows nothing of what it loads: the component that shows it hands it in.',
		},
		{
			path: ui,
			imports: [],
			instead: 'components/ui knows no product noun: pass what it shows as a property.',
		},

		{
			path: context,
			imports: ['src/lib/app'],
			instead: 'the context hands on what the composition root made, and makes nothing.',
			closed: 'only components and routes read the context: take what you need as an argument.',
		},
		{
			path: 'src/lib/app',
			imports: [
				contract,
				'src/lib/api',
				'src/lib/auth',
				'src/lib/concurrency',
				'src/lib/derivatives',
				'src/lib/language',
				'src/lib/notices',
				'src/lib/site-config.ts',
				'src/lib/uploads/batch',
				'src/lib/uploads/queue',
				'src/lib/uploads/resume',
				'src/lib/uploads/selection',
				'src/lib/uploads/transfer',
				'src/lib/vault',
				'src/lib/vault/actions',
				'src/lib/vault/download',
				'src/lib/vault/facts',
				'src/lib/vault/list',
				'src/lib/vault/restore',
			],
			instead: 'the composition root makes what a page holds, and draws nothing.',
			closed:
				'the composition root knows everything: take what it made from its context, or as an argument.',
		},

		{
			path: 'src/lib/uploads/queue',
			imports: [
				contract,
				'src/lib/concurrency',
				'src/lib/errors',
				'src/lib/uploads/batch',
				'src/lib/uploads/resume',
				'src/lib/uploads/selection',
				'src/lib/uploads/transfer',
			],
			instead: engine,
		},
		{
			path: 'src/lib/uploads/resume',
			imports: [
				contract,
				'src/lib/uploads/batch',
				'src/lib/uploads/selection',
				'src/lib/uploads/transfer',
			],
			instead: engine,
		},
		{
			path: 'src/lib/uploads/batch',
			imports: [
				contract,
				'src/lib/concurrency',
				'src/lib/format',
				'src/lib/uploads/selection',
				'src/lib/uploads/transfer',
			],
			instead: engine,
		},
		{
			path: 'src/lib/uploads/selection',
			imports: ['src/lib/errors'],
			instead: engine,
		},
		{
			path: 'src/lib/uploads/transfer',
			imports: [
				contract,
				'src/lib/api',
				'src/lib/concurrency',
				'src/lib/errors',
				'src/lib/uploads/capture',
			],
			instead: engine,
		},
		{
			path: 'src/lib/uploads/capture',
			imports: [contract],
			instead: 'what a file says of itself needs no upload: take its bytes as an argument.',
		},

		{
			path: 'src/lib/vault/actions',
			imports: [
				contract,
				'src/lib/api',
				'src/lib/concurrency',
				'src/lib/errors',
				'src/lib/format',
				'src/lib/notices',
				'src/lib/vault',
				'src/lib/vault/download',
				'src/lib/vault/entry',
				'src/lib/vault/list',
				'src/lib/vault/restore',
			],
			instead: view,
		},
		{
			path: 'src/lib/vault/restore',
			imports: [
				contract,
				'src/lib/api',
				'src/lib/errors',
				'src/lib/format',
				'src/lib/notices',
				'src/lib/vault',
				'src/lib/vault/entry',
			],
			instead: view,
		},
		{
			path: 'src/lib/vault/list',
			imports: [contract, 'src/lib/api', 'src/lib/errors', 'src/lib/format', 'src/lib/vault/entry'],
			instead: view,
		},
		{
			path: 'src/lib/vault/download',
			imports: [
				contract,
				'src/lib/api',
				'src/lib/concurrency',
				'src/lib/errors',
				'src/lib/format',
				'src/lib/notices',
				'src/lib/vault/entry',
				'src/lib/vault/restore',
			],
			instead: view,
		},
		{
			path: 'src/lib/vault/facts',
			imports: [
				contract,
				'src/lib/api',
				'src/lib/concurrency',
				'src/lib/uploads/capture',
				'src/lib/vault/download',
			],
			instead: view,
		},
		{
			path: 'src/lib/vault/entry',
			imports: [contract, 'src/lib/api', 'src/lib/format'],
			instead: view,
		},
		{
			path: 'src/lib/vault',
			imports: [contract, 'src/lib/api', 'src/lib/vault/entry'],
			instead: view,
		},
		{
			path: 'src/lib/gallery',
			imports: [
				contract,
				'src/lib/api',
				'src/lib/format',
				'src/lib/vault/download',
				'src/lib/vault/list',
			],
			instead: view,
		},
		{
			path: 'src/lib/derivatives',
			imports: [
				contract,
				'src/lib/api',
				'src/lib/concurrency',
				'src/lib/uploads/capture',
				'src/lib/uploads/transfer',
			],
			instead: view,
		},
		{
			path: 'src/lib/costs',
			imports: [contract, 'src/lib/api', 'src/lib/format'],
			instead: view,
		},
		{
			path: 'src/lib/health',
			imports: [contract, 'src/lib/api', 'src/lib/errors', 'src/lib/format'],
			instead: view,
		},

		{
			path: 'src/lib/notices',
			imports: ['src/lib/errors'],
			instead: 'notices stand below everything that speaks: pass them the sentence.',
		},
		{
			path: 'src/lib/api',
			imports: [contract, 'src/lib/errors'],
			instead: 'a call knows endpoints, not what they are for: write the verb beside its domain.',
		},
		{
			path: 'src/lib/auth',
			imports: [contract, 'src/lib/concurrency', 'src/lib/errors', language],
			instead: 'signing in needs no vault: let src/lib/app or a route react to the session.',
		},
		{ path: 'src/lib/site-config.ts', imports: [contract, 'src/lib/errors'], instead: ground },
		{ path: 'src/lib/concurrency', imports: [], packages: [], instead: ground },
		{ path: 'src/lib/errors', imports: [contract, 'src/lib/format'], instead: ground },
		{
			path: 'src/lib/format',
			imports: [contract, language],
			packages: [],
			instead: ground,
		},
		{ path: language, imports: [], packages: [], instead: ground },
		{
			path: contract,
			imports: [],
			packages: ['valibot'],
			instead: 'the contract imports valibot and itself alone: both sides must be able to load it.',
		},
	],
};
