import type { House } from '../room.ts';

const service =
	'a service of the local AWS knows its own kind alone: let local/stack hand it what it needs.';
const ground = 'it stands below the services: pass what it needs of one.';
const command = 'only people start a command: move what you need into a folder of local/.';

/** AWS on one machine: from the commands down to what reads the template. */
export const local: House = {
	path: 'local',
	instead: 'local/ runs what the packaged template names, and imports no product code.',
	rooms: [
		{
			path: 'local/start.ts',
			imports: ['local/clock', 'local/data-directory', 'local/database', 'local/stack'],
			instead: 'a command reads its options: what it does is in a folder of local/.',
			closed: command,
		},
		{
			path: 'local/setup.js',
			imports: ['local/setup'],
			instead: 'setup runs before dependencies are there: it imports Node and local/setup alone.',
			closed: command,
		},
		{
			path: 'local/sweep.ts',
			imports: ['local/stack'],
			instead: 'a command reads its options: what it does is in a folder of local/.',
			closed: command,
		},
		{
			path: 'local/conformance.ts',
			imports: ['local/conformance'],
			instead: 'a command reads its options: what it does is in a folder of local/.',
			closed: command,
		},
		{
			path: 'local/stack',
			imports: [
				'local/clock',
				'local/cognito',
				'local/data-directory',
				'local/database',
				'local/functions',
				'local/gateway',
				'local/http',
				'local/iam',
				'local/inbox',
				'local/kms',
				'local/messaging',
				'local/monitoring',
				'local/s3',
				'local/site',
				'local/template',
			],
			instead: 'the stack brings up the services: it knows no command.',
			closed: 'the stack knows the services, and none of them knows it: pass what is needed.',
		},
		{
			path: 'local/conformance',
			imports: ['local/s3'],
			instead: 'the probes ask any S3 server over the network: they know none from inside.',
		},
		{
			path: 'local/cognito',
			imports: [
				'local/data-directory',
				'local/http',
				'local/iam',
				'local/inbox',
				'local/services',
				'local/template',
			],
			instead: service,
		},
		{
			path: 'local/database',
			imports: ['local/data-directory', 'local/setup', 'local/template'],
			instead: service,
		},
		{
			path: 'local/functions',
			imports: [
				'local/clock',
				'local/data-directory',
				'local/http',
				'local/iam',
				'local/s3',
				'local/services',
				'local/template',
			],
			instead: service,
		},
		{
			path: 'local/gateway',
			imports: ['local/functions', 'local/http', 'local/template'],
			instead: service,
		},
		{
			path: 'local/inbox',
			imports: ['local/clock', 'local/data-directory', 'local/http'],
			instead: service,
		},
		{
			path: 'local/kms',
			imports: ['local/clock', 'local/http', 'local/iam', 'local/services', 'local/template'],
			instead: service,
		},
		{
			path: 'local/messaging',
			imports: [
				'local/clock',
				'local/data-directory',
				'local/http',
				'local/iam',
				'local/inbox',
				'local/services',
				'local/template',
			],
			instead: service,
		},
		{
			path: 'local/monitoring',
			imports: ['local/clock', 'local/http', 'local/iam', 'local/services', 'local/template'],
			instead: service,
		},
		{ path: 'local/s3', imports: ['local/data-directory'], instead: service },
		{
			path: 'local/site',
			imports: ['local/clock', 'local/http', 'local/iam', 'local/template'],
			instead: service,
		},
		{
			path: 'local/services',
			imports: ['local/clock', 'local/http', 'local/iam', 'local/template'],
			instead: ground,
		},
		{ path: 'local/iam', imports: ['local/template'], instead: ground },
		{ path: 'local/clock', imports: ['local/data-directory'], instead: ground },
		{ path: 'local/http', imports: [], instead: ground },
		{
			path: 'local/template',
			imports: [],
			packages: ['node:fs/promises', 'valibot'],
			instead: ground,
		},
		{ path: 'local/data-directory', imports: [], instead: ground },
		{ path: 'local/setup', imports: [], instead: ground },
	],
};
