import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { bootScript } from '../../../external-boot-script.js';
import { hasExactly, type Check } from '../check.ts';
import { statementsOf } from '../policies.ts';
import { allBefore, dependencies } from '../references.ts';
import { at, isObject, list, property, text, type Json, type Template } from '../template.ts';

const distribution = 'SiteDistribution.DistributionConfig';

/** Those of the site itself; the one that depends on a key is of derivatives. */
function behaviours(template: Template): readonly Json[] {
	return [
		...list(property(template, `${distribution}.DefaultCacheBehavior`)),
		...list(property(template, `${distribution}.CacheBehaviors`)),
	].filter((behaviour) => isObject(behaviour) && !('Fn::If' in behaviour));
}

/** `script-src 'self'` by its name, from the policy the browser is sent. */
function directives(template: Template): ReadonlyMap<string, string> {
	const path =
		'SiteHeaders.ResponseHeadersPolicyConfig.SecurityHeadersConfig.ContentSecurityPolicy.ContentSecurityPolicy.Fn::Join.1';
	return new Map(
		list(property(template, path)).map((part) => {
			const line = text(at(part, 'Fn::Sub') ?? part);
			const space = line.indexOf(' ');
			return [line.slice(0, space), line.slice(space + 1)];
		}),
	);
}

/** What the distribution may wait for: each is made within seconds. */
const BEFORE_THE_SITE = new Set([
	'AWS::S3::Bucket',
	'AWS::ApiGatewayV2::Api',
	'AWS::KMS::Key',
	'AWS::CloudFront::OriginAccessControl',
	'AWS::CloudFront::CachePolicy',
	'AWS::CloudFront::ResponseHeadersPolicy',
	'AWS::CloudFront::Function',
	'AWS::CloudFront::KeyGroup',
	'AWS::CloudFront::PublicKey',
]);

/** What S3 answers as the bucket's `RegionalDomainName`, by the formula of its name. */
const vault =
	'cloudvault-dev-vault-${AWS::AccountId}-${AWS::Region}.s3.${AWS::Region}.${AWS::URLSuffix}';

/** Of the one script in the page. */
const bootHash = createHash('sha256')
	.update(await bootScript(readFileSync('src/app.html', 'utf8')))
	.digest('base64');

const SOURCES: Readonly<Record<string, string>> = {
	'default-src': "'self'",
	'script-src': `'self' 'sha256-${bootHash}' 'wasm-unsafe-eval'`,
	'style-src': "'self' 'unsafe-inline'",
	'connect-src': `'self' \${HttpApi.ApiEndpoint} https://cognito-idp.\${AWS::Region}.\${AWS::URLSuffix} https://${vault}`,
	// 'self' is also where derivatives come from.
	'img-src': `'self' blob: data: https://${vault}`,
	'media-src': `'self' blob: data: https://${vault}`,
	'frame-src': `'self' blob: https://${vault}`,
	'worker-src': "'self' blob:",
	'object-src': "'none'",
	'base-uri': "'none'",
	'form-action': "'self'",
	'frame-ancestors': "'none'",
};

const sources =
	'SiteHeaders.Properties.ResponseHeadersPolicyConfig.SecurityHeadersConfig.ContentSecurityPolicy.ContentSecurityPolicy.Fn::Join.1';
const headers = 'SiteHeaders.ResponseHeadersPolicyConfig.SecurityHeadersConfig';

export const websiteChecks: readonly Check[] = [
	{
		promise: 'tells the browser exactly whom the page may talk to',
		find: (template) => {
			const sent = directives(template);
			const names = new Set([...sent.keys(), ...Object.keys(SOURCES)]);
			return [...names]
				.filter((name) => sent.get(name) !== SOURCES[name])
				.map((name) => `${name} ${sent.get(name) ?? 'is missing'}`);
		},
		mutants: [
			{ path: `${sources}.1`, to: "script-src 'self' 'unsafe-inline'" },
			{
				path: `${sources}.1`,
				to: `script-src 'self' 'sha256-${'A'.repeat(43)}=' 'wasm-unsafe-eval'`,
			},
			{ path: `${sources}.3`, to: 'connect-src *' },
			{ path: `${sources}.11` },
		],
	},
	hasExactly('sends the strict headers', {
		[`${headers}.StrictTransportSecurity.AccessControlMaxAgeSec`]: 63072000,
		[`${headers}.StrictTransportSecurity.IncludeSubdomains`]: true,
		[`${headers}.ContentTypeOptions.Override`]: true,
		[`${headers}.FrameOptions.FrameOption`]: 'DENY',
		[`${headers}.ReferrerPolicy.ReferrerPolicy`]: 'no-referrer',
		'SiteHeaders.ResponseHeadersPolicyConfig.CustomHeadersConfig.Items.0': {
			Override: true,
			Header: 'Cross-Origin-Opener-Policy',
			Value: 'same-origin',
		},
		'SiteHeaders.ResponseHeadersPolicyConfig.CustomHeadersConfig.Items.1': {
			Override: true,
			Header: 'Cross-Origin-Resource-Policy',
			Value: 'same-origin',
		},
	}),
	{
		promise:
			'sends them, over HTTPS and compressed, whatever is asked for, and takes GET and HEAD alone',
		find: (template) =>
			behaviours(template)
				.filter(
					(behaviour) =>
						text(at(behaviour, 'ResponseHeadersPolicyId.Ref')) !== 'SiteHeaders' ||
						at(behaviour, 'ViewerProtocolPolicy') !== 'redirect-to-https' ||
						at(behaviour, 'Compress') !== true ||
						text(at(behaviour, 'AllowedMethods')) !== '["GET","HEAD"]',
				)
				.map((behaviour) => text(at(behaviour, 'PathPattern') ?? 'default')),
		mutants: [
			{
				path: 'SiteDistribution.Properties.DistributionConfig.CacheBehaviors.0.ResponseHeadersPolicyId',
			},
			{
				path: 'SiteDistribution.Properties.DistributionConfig.DefaultCacheBehavior.ViewerProtocolPolicy',
				to: 'allow-all',
			},
			{ path: 'SiteDistribution.Properties.DistributionConfig.DefaultCacheBehavior.Compress' },
			{
				path: 'SiteDistribution.Properties.DistributionConfig.DefaultCacheBehavior.AllowedMethods.2',
				to: 'OPTIONS',
			},
		],
	},
	{
		promise:
			'is begun at once, so that an account that may have no distribution is told so in a minute',
		find: (template) => {
			const before = allBefore('SiteDistribution', dependencies(template));
			return [
				...[...before].filter((id) => !BEFORE_THE_SITE.has(template.Resources[id]?.Type ?? '')),
				...(property(template, `${distribution}.Origins.1.Fn::If.0`) === 'OpensDerivatives'
					? []
					: ['names the bucket of the vault before it is there']),
				...(text(property(template, `${distribution}.Origins.1.Fn::If.1.DomainName.Fn::Sub`)) ===
				vault
					? []
					: ['another bucket than the vault']),
			];
		},
		mutants: [
			{
				path: 'SiteDistribution.Properties.DistributionConfig.Origins.1.Fn::If.1.DomainName',
				to: { 'Fn::GetAtt': ['VaultBucket', 'RegionalDomainName'] },
			},
			{ path: 'SiteHeaders.DependsOn', to: 'VaultLambdaFunction' },
			{ path: 'SiteBucket.DependsOn', to: 'ObjectEventQueuePolicy' },
			{ path: 'HttpApi.DependsOn', to: 'DatabaseProxyTargets' },
			{
				path: 'SiteDistribution.Properties.DistributionConfig.Origins.1.Fn::If.0',
				to: 'HasSiteDomain',
			},
		],
	},
	hasExactly('speaks the newest protocols, and with a name of its own TLS 1.2 at least', {
		[`${distribution}.HttpVersion`]: 'http2and3',
		[`${distribution}.ViewerCertificate.MinimumProtocolVersion.Fn::If.1`]: 'TLSv1.2_2021',
	}),
	hasExactly('closes the site bucket to the public', {
		'SiteBucket.PublicAccessBlockConfiguration': {
			BlockPublicAcls: true,
			BlockPublicPolicy: true,
			IgnorePublicAcls: true,
			RestrictPublicBuckets: true,
		},
		'SiteBucket.OwnershipControls.Rules.0.ObjectOwnership': 'BucketOwnerEnforced',
		'SiteBucket.BucketEncryption.ServerSideEncryptionConfiguration.0.ServerSideEncryptionByDefault.SSEAlgorithm':
			'AES256',
	}),
	{
		promise: 'lets our own distribution alone read the site, by signed requests',
		find: (template) => {
			const allowed = statementsOf(
				'SiteBucketPolicy',
				property(template, 'SiteBucketPolicy.PolicyDocument'),
			).filter(({ effect }) => effect === 'Allow');
			const source = at(allowed[0]?.raw, 'Condition.StringEquals.AWS:SourceArn.Fn::Sub');
			return [
				...(allowed.length === 1 && allowed[0]?.actions.join() === 's3:GetObject' ? [] : ['more']),
				...(text(source).endsWith('distribution/${SiteDistribution}') ? [] : ['SourceArn']),
				...(property(template, `${distribution}.Origins.0.OriginAccessControlId.Ref`) ===
				'SiteAccess'
					? []
					: ['no access control']),
				...(property(template, 'SiteAccess.OriginAccessControlConfig.SigningBehavior') === 'always'
					? []
					: ['unsigned']),
			];
		},
		mutants: [
			{ path: 'SiteBucketPolicy.Properties.PolicyDocument.Statement.0.Condition' },
			{ path: 'SiteBucketPolicy.Properties.PolicyDocument.Statement.0.Action', to: 's3:*' },
			{
				path: 'SiteDistribution.Properties.DistributionConfig.Origins.0.OriginAccessControlId',
			},
			{
				path: 'SiteAccess.Properties.OriginAccessControlConfig.SigningBehavior',
				to: 'never',
			},
		],
	},
	{
		promise: 'answers a deep link with the page and leaves files alone',
		find: (template) => {
			const rewritten = (uri: string): string => {
				const code = text(property(template, 'SiteFallback.FunctionCode'));
				// The function is plain ECMAScript: it runs here as it runs at the edge.
				// eslint-disable-next-line @typescript-eslint/no-implied-eval -- the code under test is text in the template
				const load = new Function(`${code}; return handler;`) as () => EdgeFunction;
				const handler = load();
				return handler({ request: { uri } }).uri;
			};
			const expected: Readonly<Record<string, string>> = {
				'/': '/index.html',
				'/folders/0197-ab': '/index.html',
				'/folders/': '/index.html',
				'/config.json': '/config.json',
				'/_app/immutable/start.Bx1.js': '/_app/immutable/start.Bx1.js',
			};
			return Object.keys(expected)
				.filter((uri) => rewritten(uri) !== expected[uri])
				.map((uri) => `${uri} → ${rewritten(uri)}`);
		},
		mutants: [
			{
				path: 'SiteFallback.Properties.FunctionCode',
				to: 'function handler(event) { return event.request; }',
			},
		],
	},
];

type EdgeFunction = (event: { request: { uri: string } }) => { uri: string };
