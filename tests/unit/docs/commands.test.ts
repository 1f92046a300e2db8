import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
	scripts: Record<string, string>;
};

/** Those that are programs of ours; what npm runs by itself before another has no help of its own. */
const ours = Object.entries(scripts).filter(
	([name, script]) => script.startsWith('node ') && !name.startsWith('pre'),
);

describe('a command of package.json', () => {
	it.each(ours)(
		'%s tells its use with an example, in a pipe without colours',
		(name, script) => {
			const [, ...args] = script.split(' ');
			const { status, stdout, stderr } = spawnSync(process.execPath, [...args, '--help'], {
				encoding: 'utf8',
				env: { PATH: process.env.PATH },
			});

			expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
			expect(stdout).toMatch(/^(Usage: )?npm /);
			expect(stdout).toMatch(
				name === 'start' || name === 'dev' ? /Example: npm start/ : /Example:/,
			);
			// eslint-disable-next-line no-control-regex -- what colours begin with
			expect(stdout).not.toMatch(/\u001b/);
		},
		30_000,
	);
});

describe('a command that changes something of a stage', () => {
	const asked: string[] = [];
	let aws: Server;
	beforeAll(async () => {
		aws = createServer((request, response) => {
			void text(request).then((body) => {
				asked.push(new URLSearchParams(body).get('Action') ?? body);
				response.writeHead(200, { 'content-type': 'text/xml' }).end(WHO);
			});
		});
		await once(aws.listen(0, '127.0.0.1'), 'listening');
	});
	afterAll(() => aws.close());

	it.each([
		['smoke', []],
		['owner', ['--email', 'ada@example.com']],
		['invite', ['--email', 'ada@example.com']],
		['remove', []],
	] as const)(
		'%s %j says where and as whom, and does nothing without a yes',
		async (name, args) => {
			asked.length = 0;
			const { port } = aws.address() as AddressInfo;
			const script =
				ours
					.find(([each]) => each === name)?.[1]
					.split(' ')
					.slice(1) ?? [];
			const child = spawn(process.execPath, [...script, '--stage', 'family', ...args], {
				stdio: ['pipe', 'pipe', 'pipe'],
				env: {
					PATH: process.env.PATH,
					AWS_REGION: 'eu-central-1',
					AWS_ACCESS_KEY_ID: 'key',
					AWS_SECRET_ACCESS_KEY: 'secret',
					AWS_ENDPOINT_URL: `http://127.0.0.1:${String(port)}`,
				},
			});
			child.stdin.end('y\n');
			const ended = once(child, 'exit');
			const [said, refused] = await Promise.all([text(child.stdout), text(child.stderr)]);

			expect(await ended).toEqual([1, null]);
			expect(said).toBe(
				'Stage family in eu-central-1, account 123456789012, as arn:aws:iam::123456789012:user/ann.\n',
			);
			expect(refused).toContain('Add --yes.');
			expect(asked).toEqual(['GetCallerIdentity']);
		},
		30_000,
	);
});

const WHO = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
<GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/ann</Arn><UserId>A</UserId><Account>123456789012</Account></GetCallerIdentityResult>
<ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></GetCallerIdentityResponse>`;
