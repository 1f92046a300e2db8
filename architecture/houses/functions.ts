import type { House } from '../room.ts';

const contract = 'src/lib/contract';
const rulesAndPorts = [contract, 'lambdas/domain', 'lambdas/ports'];

/** From what AWS calls down to the rules. */
export const functions: House = {
	path: 'lambdas',
	instead: 'the functions share nothing with other code but the contract (#contract/*).',
	rooms: [
		// What several functions share. Every other folder of lambdas/ is one function.
		{
			path: 'lambdas/domain',
			imports: [contract],
			packages: ['node:crypto', 'valibot'],
			instead: 'the domain is rules alone: let the verb ask the port, and pass what it answers.',
		},
		{
			path: 'lambdas/ports',
			imports: [contract, 'lambdas/domain'],
			packages: [],
			instead: 'a port is words and types: put what implements it into lambdas/adapters.',
		},
		{
			path: 'lambdas/runtime/config.ts',
			imports: [],
			packages: ['valibot'],
			instead: 'the configuration reads the environment and knows nothing of what it is for.',
			closed: 'take the value from deps: the wiring reads the configuration and passes it.',
		},
		{
			path: 'lambdas/runtime/log.ts',
			imports: ['lambdas/ports'],
			instead: 'the log knows of no rule and no function: pass what it should say.',
			closed: 'only handlers log: throw a VaultError, or take the log context from deps.',
		},
		{
			path: 'lambdas/runtime',
			imports: [],
			instead: 'what runs in every function knows no function: pass what it works on.',
		},
		{
			path: 'lambdas/http',
			imports: [
				...rulesAndPorts,
				'lambdas/runtime',
				'lambdas/runtime/config.ts',
				'lambdas/runtime/log.ts',
			],
			instead: 'HTTP knows routes and errors, no verb: pass the verb to serve() in the handler.',
		},
		{
			path: 'lambdas/migrations',
			imports: [],
			instead: 'a migration stays as it ran: write out in it what it needs.',
		},
		{
			path: 'lambdas/adapters',
			imports: [
				...rulesAndPorts,
				'lambdas/migrations',
				'lambdas/runtime',
				'lambdas/runtime/config.ts',
			],
			instead: 'an adapter implements a port: move the decision into a verb or the domain.',
			closed: 'only wiring.ts constructs adapters: take the port from deps.',
		},
		{
			path: 'lambdas/mails',
			imports: [contract],
			packages: [],
			instead: 'a mail is words: pass what it tells, from the verb that sends it.',
		},
		{
			path: 'lambdas/visibility',
			imports: rulesAndPorts,
			instead: 'what several functions share knows none of them: move it down, or pass it.',
		},
		{
			path: 'lambdas/commit',
			imports: [...rulesAndPorts, 'lambdas/mails', 'lambdas/runtime', 'lambdas/visibility'],
			instead: 'what several functions share knows none of them: move it down, or pass it.',
		},
		{
			path: 'lambdas/restoring',
			imports: [...rulesAndPorts, 'lambdas/mails', 'lambdas/runtime'],
			packages: ['valibot'],
			instead: 'what several functions share knows none of them: move it down, or pass it.',
		},
		{
			path: 'lambdas/erasure',
			imports: ['lambdas/domain', 'lambdas/ports', 'lambdas/runtime', 'lambdas/restoring'],
			instead: 'what several functions share knows none of them: move it down, or pass it.',
		},
		{
			path: 'lambdas/orphans',
			imports: ['lambdas/domain', 'lambdas/ports', 'lambdas/runtime', 'lambdas/visibility'],
			instead: 'what several functions share knows none of them: move it down, or pass it.',
		},
		{
			path: 'lambdas/outbox',
			imports: ['lambdas/ports', 'lambdas/runtime'],
			instead: 'what several functions share knows none of them: move it down, or pass it.',
		},
		{
			path: 'lambdas/mailboxes',
			imports: ['lambdas/domain', 'lambdas/ports'],
			instead: 'what several functions share knows none of them: move it down, or pass it.',
		},
		{
			path: 'lambdas/manifest-format',
			imports: [contract],
			instead: 'what several functions share knows none of them: move it down, or pass it.',
		},
		{
			path: 'lambdas/checks',
			imports: [],
			instead: 'what several functions share knows none of them: move it down, or pass it.',
		},
		{
			path: 'lambdas/resources',
			imports: [],
			instead:
				'the template is made before any code runs: it is read from the files that stand beside it.',
			closed: 'these scripts make the template, and are read by serverless.yml alone.',
		},
		{
			path: 'lambdas/bundle',
			imports: [],
			instead: 'stand-ins for packages know nothing of the functions they are bundled with.',
			closed: 'stand-ins are put into the bundles by esbuild, and imported by no code.',
		},
		{
			path: 'lambdas/location',
			imports: ['lambdas/runtime/config.ts', 'lambdas/adapters'],
			instead: 'it opens database and bucket for a command, and knows no command.',
			closed: 'commands alone open a place by themselves: a function is wired by its wiring.ts.',
		},
		{
			path: 'lambdas/rebuild.ts',
			imports: [contract, 'lambdas/domain', 'lambdas/location', 'lambdas/rebuild'],
			instead: 'the command prints: what it builds comes from lambdas/rebuild.',
			closed: 'rebuild is a command of its own: share a rule by the domain.',
		},
		{
			path: 'lambdas/rebuild',
			imports: [
				contract,
				'lambdas/domain',
				'lambdas/ports',
				'lambdas/runtime',
				'lambdas/adapters',
				'lambdas/manifest-format',
				'lambdas/visibility',
			],
			instead:
				'rebuild writes an empty database: it calls no function, as those serve a vault that is there.',
			closed: 'rebuild is a command of its own: share a rule by the domain.',
		},
		{
			path: 'lambdas/drift.ts',
			imports: [contract, 'lambdas/domain', 'lambdas/drift', 'lambdas/location'],
			instead: 'the command prints: what it settles comes from lambdas/drift.',
			closed: 'drift is a command of its own: share a rule by the domain.',
		},
		{
			path: 'lambdas/drift',
			imports: [
				'lambdas/domain',
				'lambdas/ports',
				'lambdas/runtime',
				'lambdas/adapters',
				'lambdas/commit',
				'lambdas/erasure',
				'lambdas/orphans',
				'lambdas/visibility',
			],
			instead:
				'drift does what several functions share: it calls none of them, as those serve a person who asks.',
			closed: 'drift is a command of its own: share a rule by the domain.',
		},
		{
			path: 'lambdas/fsck.ts',
			imports: [contract, 'lambdas/domain', 'lambdas/fsck', 'lambdas/location'],
			instead: 'the command prints: what it finds comes from lambdas/fsck.',
			closed: 'fsck is a command of its own: share a rule by the domain.',
		},
		{
			path: 'lambdas/fsck',
			imports: [
				contract,
				'lambdas/domain',
				'lambdas/ports',
				'lambdas/runtime',
				'lambdas/adapters',
				'lambdas/orphans',
				'lambdas/restoring',
			],
			instead:
				'fsck reads what is stored: it calls no function, so that it does not share its faults.',
			closed: 'fsck is a command of its own: share a rule by the domain.',
		},
		// A function.
		{
			path: 'lambdas/*/handler.ts',
			imports: [
				contract,
				'lambdas/http',
				'lambdas/runtime',
				'lambdas/runtime/log.ts',
				'lambdas/*/wiring.ts',
				'lambdas/*',
			],
			instead: 'a handler serves the verbs of its own folder with what its wiring.ts makes.',
			closed: 'only AWS calls a handler: import the verb, or what is shared below the functions.',
		},
		{
			path: 'lambdas/*/wiring.ts',
			imports: [
				contract,
				'lambdas/ports',
				'lambdas/runtime/config.ts',
				'lambdas/runtime/log.ts',
				'lambdas/adapters',
				'lambdas/*',
			],
			instead: 'wiring constructs the adapters of its own function: decide in a verb.',
			closed:
				'each function is wired by itself, and for its handler alone: take the port from deps.',
		},
		{
			path: 'lambdas/*',
			imports: [
				...rulesAndPorts,
				'lambdas/runtime',
				'lambdas/visibility',
				'lambdas/commit',
				'lambdas/restoring',
				'lambdas/erasure',
				'lambdas/orphans',
				'lambdas/outbox',
				'lambdas/mailboxes',
				'lambdas/mails',
				'lambdas/manifest-format',
				'lambdas/checks',
			],
			packages: ['node:crypto', 'valibot'],
			instead:
				'a verb knows the domain, ports and its own folder: take what it needs from deps, or move what it shares with another function into a folder below both.',
		},
	],
};
