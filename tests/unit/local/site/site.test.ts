import { pageWithConfig } from '#contract/page-config';
import type { SiteConfig } from '#contract/site-config';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { fromSeed } from '../../../../local/data-directory/deterministic-ids.ts';
import type { LocalServer } from '../../../../local/http/serve.ts';
import { openSite } from '../../../../local/site/open.ts';
import { Template } from '../../../../local/template/template.ts';

const template = new Template(
	{
		Resources: {
			Api: { Type: 'AWS::ApiGatewayV2::Api' },
			Vault: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'vault' } },
			Site: {
				Type: 'AWS::CloudFront::Distribution',
				Properties: {
					DistributionConfig: {
						Origins: [{ Id: 'site', DomainName: { 'Fn::GetAtt': 'Vault.RegionalDomainName' } }],
						DefaultCacheBehavior: {
							TargetOriginId: 'site',
							ResponseHeadersPolicyId: { Ref: 'Headers' },
						},
					},
				},
			},
			Headers: {
				Type: 'AWS::CloudFront::ResponseHeadersPolicy',
				Properties: {
					ResponseHeadersPolicyConfig: {
						SecurityHeadersConfig: {
							ContentSecurityPolicy: {
								Override: true,
								ContentSecurityPolicy: {
									'Fn::Sub':
										"connect-src 'self' ${Api.ApiEndpoint} https://cognito-idp.${AWS::Region}.${AWS::URLSuffix} https://${Vault.RegionalDomainName}",
								},
							},
							StrictTransportSecurity: {
								Override: true,
								AccessControlMaxAgeSec: 60,
								IncludeSubdomains: true,
							},
							ContentTypeOptions: { Override: true },
							FrameOptions: { Override: true, FrameOption: 'DENY' },
							ReferrerPolicy: { Override: true, ReferrerPolicy: 'no-referrer' },
						},
						CustomHeadersConfig: {
							Items: [{ Header: 'Permissions-Policy', Value: 'camera=()', Override: true }],
						},
					},
				},
			},
		},
	},
	{
		account: { region: 'us-east-1', accountId: '000000000000', stackName: 'test' },
		parameters: {},
		makeId: fromSeed('seed'),
		queueOrigin: '',
	},
);

const CONFIG = {
	apiUrl: 'http://api',
	region: 'eu-central-1',
	userPoolId: 'eu-central-1_abc',
	userPoolClientId: 'client',
	userPoolEndpoint: 'http://cognito',
	signUp: 'open',
	bucketOrigin: 'http://storage',
} as const;
const BUILT = '<html><head><script type="application/json" id="config"></script></head></html>';
const PAGE = pageWithConfig(BUILT, CONFIG);

describe('the site', () => {
	let directory: string;
	let site: LocalServer;
	let signUp: SiteConfig['signUp'] = 'open';
	const clock = { offsetMs: 0, now: () => new Date(Date.now() + clock.offsetMs) };

	beforeAll(async () => {
		directory = await mkdtemp(join(tmpdir(), 'site-'));
		await mkdir(join(directory, 'build/_app/immutable'), { recursive: true });
		await writeFile(join(directory, 'secret.txt'), 'secret');
		await writeFile(join(directory, 'build/index.html'), BUILT);
		const script = `export const text = '${'a'.repeat(2000)}';`;
		await writeFile(join(directory, 'build/_app/immutable/start.js'), script);
		site = await openSite(template, {
			port: 0,
			directory: join(directory, 'build'),
			origins: { api: 'http://api', cognito: 'http://cognito', storage: 'http://storage' },
			cloudFrontKey: { accessKeyId: '', secretAccessKey: '' },
			config: () => ({ ...CONFIG, signUp }),
			clock,
			log: () => undefined,
		});
	});
	afterAll(async () => {
		await site.close();
		await rm(directory, { recursive: true, force: true });
	});

	test.each(['/', '/folders/1234', '/settings?tab=mfa'])(
		'answers %s with the page',
		async (path) => {
			const response = await fetch(site.origin + path);

			expect(response.status).toBe(200);
			expect(await response.text()).toBe(PAGE);
			expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
			expect(response.headers.get('cache-control')).toBe('no-cache');
			expect(response.headers.get('x-frame-options')).toBe('DENY');
		},
	);

	test('gives its pages the time of the vault where that was moved, before any other script', async () => {
		const asBuilt = await fetch(site.origin);
		clock.offsetMs = 86_400_000;
		onTestFinished(() => {
			clock.offsetMs = 0;
		});
		const page = await fetch(site.origin, {
			headers: { 'if-none-match': asBuilt.headers.get('etag') ?? '' },
		});
		const script = await fetch(`${site.origin}/clock.js`);
		const state = await fetch(`${site.origin}/clock.json`);

		expect(await asBuilt.text()).toBe(PAGE);
		expect(await page.text()).toBe(
			PAGE.replace('<head>', '<head><script src="/clock.js"></script>'),
		);
		expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
		expect(script.headers.get('cache-control')).toBe('no-store');
		expect(await state.json()).toEqual({ offsetMs: 86_400_000 });
		const document = { addEventListener: () => undefined };
		const ahead: unknown = runInNewContext(
			`const real = Date;
${await script.text()}
Date.now() - real.now()`,
			{ document },
		);
		expect(ahead).toBeGreaterThan(86_399_000);
	});

	test('sends the headers of the template, with the addresses things have here', async () => {
		const { headers } = await fetch(site.origin);

		const expected = {
			'content-security-policy': "connect-src 'self' http://api http://cognito http://storage",
			'strict-transport-security': 'max-age=60; includeSubDomains',
			'x-content-type-options': 'nosniff',
			'x-frame-options': 'DENY',
			'referrer-policy': 'no-referrer',
			'permissions-policy': 'camera=()',
		};
		expect(Object.fromEntries(headers)).toMatchObject(expected);
	});

	test('keeps what has its hash in its name, compressed', async () => {
		const response = await fetch(`${site.origin}/_app/immutable/start.js`);

		expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
		expect(response.headers.get('content-encoding')).toMatch(/^(br|gzip)$/);
		expect(await response.text()).toContain('aaaa');
	});

	test('answers 304 for what the browser has', async () => {
		const first = await fetch(`${site.origin}/`);
		const headers = { 'if-none-match': first.headers.get('etag') ?? '' };

		expect((await fetch(`${site.origin}/`, { headers })).status).toBe(304);
	});

	test('gives a browser that has the page another one when its configuration is another', async () => {
		const first = await fetch(`${site.origin}/`);
		signUp = 'invited';
		onTestFinished(() => {
			signUp = 'open';
		});
		const headers = { 'if-none-match': first.headers.get('etag') ?? '' };

		const second = await fetch(`${site.origin}/`, { headers });

		expect(await second.text()).toContain('"signUp":"invited"');
	});

	test('does not answer a script that is gone with the page', async () => {
		const response = await fetch(`${site.origin}/_app/immutable/gone.js`);

		expect(response.status).toBe(403);
		expect(response.headers.get('x-frame-options')).toBe('DENY');
	});

	/** Not by fetch: it would tidy the path before sending it. */
	function ask(target: string): Promise<{ status: string; head: string }> {
		return new Promise((resolve, reject) => {
			const socket = connect(Number(new URL(site.origin).port), '127.0.0.1');
			let answer = '';
			socket.on('data', (chunk: Buffer) => (answer += chunk.toString('latin1')));
			socket.on('error', reject);
			socket.on('close', () => {
				const [head = ''] = answer.split('\r\n\r\n');
				resolve({ status: head.split(' ')[1] ?? '', head: head.toLowerCase() });
			});
			socket.write(`GET ${target} HTTP/1.1\r\nHost: site\r\nConnection: close\r\n\r\n`);
		});
	}

	test.each([
		['/../secret.txt', '403'],
		['/%2e%2e/secret.txt', '403'],
		['/..%2fsecret.txt', '403'],
		['/%.txt', '403'],
		['/%', '403'],
		['//', '403'],
		['//[', '403'],
		['//other.host/page', '403'],
		['/\\\\other.host', '403'],
		['/.//other.host', '403'],
		['/%00', '403'],
		['/%00.txt', '403'],
		[`/${'a'.repeat(9000)}`, '403'],
		[`/${'a'.repeat(9000)}.js`, '403'],
		[`/${'a'.repeat(40_000)}`, '431'],
		['*', '403'],
		['nonsense', '400'],
	])('refuses %s with %s and every header', async (target, expected) => {
		const { status, head } = await ask(target);

		expect(status).toBe(expected);
		for (const header of [
			"content-security-policy: connect-src 'self'",
			'strict-transport-security: max-age=60',
			'x-content-type-options: nosniff',
			'x-frame-options: deny',
			'referrer-policy: no-referrer',
			'permissions-policy: camera=()',
		]) {
			expect(head).toContain(header);
		}
	});

	test('tells the browser where everything is', async () => {
		const response = await fetch(`${site.origin}/config.json`);

		expect(await response.json()).toEqual(CONFIG);
		expect(response.headers.get('cache-control')).toBe('no-cache');
	});
});
