import { hasExactly, type Check } from '../check.ts';
import { allowedBy } from '../policies.ts';
import { at, list, property, resourcesOf, text, type Template } from '../template.ts';

const behaviourPath = 'SiteDistribution.DistributionConfig.CacheBehaviors.1';
const behaviour = `${behaviourPath}.Fn::If.1`;

/** Origins that a path of the distribution leads to, with what a visitor needs to bring. */
function ways(template: Template): readonly string[] {
	const config = property(template, 'SiteDistribution.DistributionConfig');
	const behaviours = [at(config, 'DefaultCacheBehavior'), ...list(at(config, 'CacheBehaviors'))];
	return behaviours
		.map((each) => at(each, 'Fn::If.1') ?? each)
		.map((each) => {
			const groups = text(at(each, 'TrustedKeyGroups.0.Ref'));
			return `${text(at(each, 'PathPattern') ?? '*')} ${text(at(each, 'TargetOriginId'))} ${groups}`;
		});
}

export const derivativeChecks: readonly Check[] = [
	{
		promise: 'are handed out for a signature by our own key, and nothing else of the vault is',
		find: (template) => ways(template).filter((way) => !WAYS.includes(way)),
		mutants: [
			{ path: `${behaviourPath.replace('.', '.Properties.')}.Fn::If.1.TrustedKeyGroups` },
			{ path: `${behaviourPath.replace('.', '.Properties.')}.Fn::If.1.PathPattern`, to: '/u/*' },
			{
				path: 'SiteDistribution.Properties.DistributionConfig.DefaultCacheBehavior.TargetOriginId',
				to: 'vault',
			},
		],
	},
	{
		promise: 'are not handed out at all until the key is known',
		find: (template) => [
			...(text(property(template, `${behaviourPath}.Fn::If.0`)) === 'OpensDerivatives'
				? []
				: ['If']),
			...(text(property(template, `${behaviourPath}.Fn::If.2.Ref`)) === 'AWS::NoValue'
				? []
				: ['else']),
			...(template.Parameters.DerivativesPublicKeyPem?.Default === '' ? [] : ['a default key']),
		],
		mutants: [
			{
				path: `${behaviourPath.replace('.', '.Properties.')}.Fn::If.2`,
				to: { PathPattern: '/d/*', TargetOriginId: 'vault' },
			},
			{ path: 'Parameters.DerivativesPublicKeyPem.Default', to: 'a key' },
		],
	},
	hasExactly('are signed by a key that never leaves KMS', {
		'DerivativesKey.KeyUsage': 'SIGN_VERIFY',
		'DerivativesKey.KeySpec': 'RSA_2048',
		'DerivativesKeyGroup.KeyGroupConfig.Items': [{ Ref: 'DerivativesPublicKey' }],
		'DerivativesPublicKey.PublicKeyConfig.EncodedKey': { Ref: 'DerivativesPublicKeyPem' },
	}),
	{
		promise: 'can be opened by one function, which can do nothing else',
		find: (template) => {
			const signers = resourcesOf(template, 'AWS::IAM::Role')
				.map(([id]) => id)
				.filter((id) => allowedBy(template, id).some((line) => line.startsWith('kms:')));
			const own = allowedBy(template, 'DerivativesRole').filter(
				(line) => !line.startsWith('logs:'),
			);
			return signers.join() === 'DerivativesRole' && own.join() === MAY_SIGN
				? []
				: [...signers, ...own];
		},
		mutants: [
			{
				path: 'DerivativesRole.Properties.Policies.0.PolicyDocument.Statement.1.Action',
				to: ['kms:Sign', 'kms:ScheduleKeyDeletion'],
			},
			{
				path: 'DerivativesRole.Properties.Policies.0.PolicyDocument.Statement.1.Resource',
				to: '*',
			},
			{
				path: 'VaultRole.Properties.Policies.0.PolicyDocument.Statement.0.Action',
				to: 'kms:Sign',
			},
		],
	},
	hasExactly('are pictures or nothing, over HTTPS, and kept near people for an hour', {
		[`${behaviour}.ViewerProtocolPolicy`]: 'redirect-to-https',
		[`${behaviour}.AllowedMethods`]: ['GET', 'HEAD'],
		[`${behaviour}.CachePolicyId`]: { Ref: 'DerivativesCache' },
		[`${behaviour}.ResponseHeadersPolicyId`]: { Ref: 'DerivativesHeaders' },
		'DerivativesCache.CachePolicyConfig.MaxTTL': 3600,
		'DerivativesCache.CachePolicyConfig.ParametersInCacheKeyAndForwardedToOrigin.QueryStringsConfig.QueryStringBehavior':
			'none',
		'DerivativesHeaders.ResponseHeadersPolicyConfig.SecurityHeadersConfig.ContentSecurityPolicy.ContentSecurityPolicy':
			"default-src 'none'; sandbox",
		'DerivativesHeaders.ResponseHeadersPolicyConfig.SecurityHeadersConfig.ContentTypeOptions.Override': true,
		'DerivativesHeaders.ResponseHeadersPolicyConfig.CustomHeadersConfig.Items.0': {
			Override: true,
			Header: 'Cache-Control',
			Value: 'private, max-age=900, immutable',
		},
		'DerivativesHeaders.ResponseHeadersPolicyConfig.CustomHeadersConfig.Items.1': {
			Override: true,
			Header: 'Cross-Origin-Opener-Policy',
			Value: 'same-origin',
		},
		'DerivativesHeaders.ResponseHeadersPolicyConfig.CustomHeadersConfig.Items.3.Header':
			'Permissions-Policy',
	}),
];

const WAYS = ['* site null', '/_app/immutable/* site null', '/d/* vault DerivativesKeyGroup'];
const MAY_SIGN = 'kms:Sign {"Fn::GetAtt":["DerivativesKey","Arn"]}';
