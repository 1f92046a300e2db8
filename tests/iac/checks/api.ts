import { endpoints } from '#contract/endpoints';
import { hasExactly, type Check } from '../check.ts';
import { at, property, resourcesOf, text, type Resource, type Template } from '../template.ts';

/** Cognito puts this scope into access tokens of a sign-in, and never into an ID token. */
const ACCESS_TOKEN_SCOPE = 'aws.cognito.signin.user.admin';

function routes(template: Template): readonly [string, Resource][] {
	return resourcesOf(template, 'AWS::ApiGatewayV2::Route');
}

/** `POST /uploads/begin → UploadsLambdaFunction` */
function declaredRoutes(template: Template): readonly string[] {
	return routes(template).map(([, { Properties }]) => {
		const integration = text(at(Properties, 'Target.Fn::Join.1.1.Ref'));
		const target = property(template, `${integration}.IntegrationUri.Fn::GetAtt.0`);
		return `${text(at(Properties, 'RouteKey'))} → ${text(target)}`;
	});
}

function lambdaOf(name: string): string {
	return `${name.charAt(0).toUpperCase()}${name.slice(1)}LambdaFunction`;
}

export const apiChecks: readonly Check[] = [
	{
		promise: 'has exactly the routes of the contract, each at the function the contract names',
		find: (template) => {
			const declared = declaredRoutes(template);
			const wanted = endpoints.map(
				(endpoint) => `${endpoint.method} ${endpoint.path} → ${lambdaOf(endpoint.function)}`,
			);
			return [
				...wanted.filter((route) => !declared.includes(route)).map((route) => `missing: ${route}`),
				...declared.filter((route) => !wanted.includes(route)).map((route) => `unknown: ${route}`),
			];
		},
		mutants: [
			{ path: 'HttpApiRoutePostUploadsBegin' },
			{ path: 'HttpApiRoutePostVaultOpen.Properties.RouteKey', to: 'GET /everything' },
			{ path: 'HttpApiRoutePostVaultOpen.Properties.RouteKey', to: '$default' },
			{
				path: 'HttpApiIntegrationPurge.Properties.IntegrationUri',
				to: { 'Fn::GetAtt': ['SweepLambdaFunction', 'Arn'] },
			},
		],
	},
	{
		promise: 'asks for an access token on every route, without exception',
		find: (template) =>
			routes(template)
				.filter(
					([, { Properties }]) =>
						text(at(Properties, 'AuthorizationType')) !== 'JWT' ||
						text(at(Properties, 'AuthorizerId.Ref')) !== 'HttpApiAuthorizerSignedIn' ||
						text(at(Properties, 'AuthorizationScopes')) !== `["${ACCESS_TOKEN_SCOPE}"]`,
				)
				.map(([id]) => id),
		mutants: [
			{ path: 'HttpApiRoutePostVaultOpen.Properties.AuthorizationType', to: 'NONE' },
			{ path: 'HttpApiRoutePostPurgeAccount.Properties.AuthorizerId' },
			{ path: 'HttpApiRoutePostDownloadsSign.Properties.AuthorizationScopes' },
			{ path: 'HttpApiRoutePostDownloadsSign.Properties.AuthorizationScopes.1', to: 'openid' },
		],
	},
	hasExactly('believes only tokens of our own user pool for our own client', {
		'HttpApiAuthorizerSignedIn.AuthorizerType': 'JWT',
		'HttpApiAuthorizerSignedIn.IdentitySource': ['$request.header.Authorization'],
		'HttpApiAuthorizerSignedIn.JwtConfiguration.Audience': [{ Ref: 'UserPoolClient' }],
		'HttpApiAuthorizerSignedIn.JwtConfiguration.Issuer': {
			'Fn::Sub': 'https://cognito-idp.${AWS::Region}.${AWS::URLSuffix}/${UserPool}',
		},
	}),
	hasExactly('answers the site and no other origin', {
		'HttpApi.CorsConfiguration.AllowOrigins': [{ Ref: 'SiteOrigin' }],
		'HttpApi.CorsConfiguration.AllowMethods': ['GET', 'POST'],
		'HttpApi.CorsConfiguration.AllowHeaders': ['authorization', 'content-type'],
	}),
	hasExactly('lets the site read how long to wait, and by which id a failure stands in the logs', {
		'HttpApi.CorsConfiguration.ExposeHeaders': ['retry-after', 'apigw-requestid'],
	}),
	{
		promise: 'is reached at its own address, which is the only one it has',
		find: (template) => {
			const named = resourcesOf(template, 'AWS::ApiGatewayV2::DomainName').length > 0;
			const off = property(template, 'HttpApi.DisableExecuteApiEndpoint') === true;
			return named === off ? [] : [named ? 'there is a way beside the name' : 'there is no way'];
		},
		mutants: [
			{ path: 'HttpApi.Properties.DisableExecuteApiEndpoint', to: true },
			{ path: 'ApiDomain', to: { Type: 'AWS::ApiGatewayV2::DomainName' } },
		],
	},
	{
		promise: 'takes no cookies',
		find: (template) =>
			property(template, 'HttpApi.CorsConfiguration.AllowCredentials') === undefined
				? []
				: ['AllowCredentials is set'],
		mutants: [{ path: 'HttpApi.Properties.CorsConfiguration.AllowCredentials', to: true }],
	},
	{
		promise: 'limits how often it is called in all, and above what one person could use up',
		find: (template) => {
			const limit = property(template, 'HttpApiStage.DefaultRouteSettings');
			const rate = Number(at(limit, 'ThrottlingRateLimit'));
			const burst = Number(at(limit, 'ThrottlingBurstLimit'));
			return rate >= 2 * FLOOD_PER_SECOND && burst >= rate ? [] : ['the whole stage'];
		},
		mutants: [
			{ path: 'HttpApiStage.Properties.DefaultRouteSettings.ThrottlingRateLimit' },
			{ path: 'HttpApiStage.Properties.DefaultRouteSettings.ThrottlingBurstLimit', to: 1 },
			{ path: 'HttpApiStage.Properties.DefaultRouteSettings.ThrottlingRateLimit', to: 100 },
		],
	},
	{
		promise: 'shares no limit of a single route among all people',
		find: (template) =>
			Object.keys((property(template, 'HttpApiStage.RouteSettings') ?? {}) as object),
		mutants: [
			{
				path: 'HttpApiStage.Properties.RouteSettings',
				to: { 'POST /purge/account': { ThrottlingRateLimit: 1, ThrottlingBurstLimit: 2 } },
			},
		],
	},
	{
		promise: 'logs who called what and how it went, and nothing that lets one in',
		find: (template) => {
			const format = text(property(template, 'HttpApiStage.AccessLogSettings.Format'));
			return [
				...['requestId', 'routeKey', 'status', 'authorizer.claims.sub', 'integration.error']
					.filter((field) => !format.includes(`$context.${field}`))
					.map((field) => `${field} is missing`),
				...['authorization', 'path\\b', 'queryString', 'body']
					.filter((field) => new RegExp(field, 'i').test(format))
					.map((field) => `${field} is logged`),
			];
		},
		mutants: [
			{ path: 'HttpApiStage.Properties.AccessLogSettings' },
			{
				path: 'HttpApiStage.Properties.AccessLogSettings.Format',
				to: '$context.requestId $context.request.header.authorization',
			},
		],
	},
];

/** What one person, or a stranger, may send in a second without another being turned away. */
const FLOOD_PER_SECOND = 500;
