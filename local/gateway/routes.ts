import * as v from 'valibot';
import type { Template } from '../template/template.ts';

export interface JwtAuthorizer {
	readonly issuer: string;
	readonly audience: readonly string[];
}

export interface Route {
	/** As declared, e.g. `POST /uploads/begin`. */
	readonly routeKey: string;
	readonly functionArn: string;
	/** How long the gateway waits for the function. */
	readonly timeoutMs: number;
	readonly authorizer: JwtAuthorizer | undefined;
	/** The token must carry one of them; none asked for if empty. */
	readonly scopes: readonly string[];
	/** Requests per second and the largest burst; unlimited if absent. */
	readonly throttle: Throttle | undefined;
}

export interface Throttle {
	readonly rate: number;
	readonly burst: number;
}

export interface CorsConfiguration {
	readonly allowOrigins: readonly string[];
	readonly allowMethods: readonly string[];
	readonly allowHeaders: readonly string[];
	readonly exposeHeaders: readonly string[];
	readonly allowCredentials: boolean;
	readonly maxAgeSeconds: number | undefined;
}

/** A HTTP API as the template declares it. */
export interface HttpApi {
	readonly apiId: string;
	readonly accountId: string;
	readonly stage: string;
	readonly cors: CorsConfiguration | undefined;
	readonly routes: readonly Route[];
}

/** HTTP APIs cannot wait longer; https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const MAX_INTEGRATION_MS = 30_000;

const Texts = v.optional(v.array(v.string()), []);
const Whole = v.union([v.number(), v.pipe(v.string(), v.transform(Number))]);
const ApiSchema = v.object({
	CorsConfiguration: v.optional(
		v.object({
			AllowOrigins: Texts,
			AllowMethods: Texts,
			AllowHeaders: Texts,
			ExposeHeaders: Texts,
			AllowCredentials: v.optional(v.boolean(), false),
			MaxAge: v.optional(Whole),
		}),
	),
});
const RouteSchema = v.object({
	ApiId: v.string(),
	RouteKey: v.string(),
	Target: v.string(),
	AuthorizationType: v.optional(v.string(), 'NONE'),
	AuthorizerId: v.optional(v.string()),
	AuthorizationScopes: Texts,
});
const IntegrationSchema = v.object({
	IntegrationUri: v.string(),
	PayloadFormatVersion: v.literal('2.0'),
	TimeoutInMillis: v.optional(Whole, MAX_INTEGRATION_MS),
});
const AuthorizerSchema = v.object({
	AuthorizerType: v.literal('JWT'),
	JwtConfiguration: v.object({ Issuer: v.string(), Audience: v.array(v.string()) }),
});
const Settings = v.object({
	ThrottlingRateLimit: v.optional(Whole),
	ThrottlingBurstLimit: v.optional(Whole),
});
const StageSchema = v.object({
	StageName: v.string(),
	DefaultRouteSettings: v.optional(Settings, {}),
	RouteSettings: v.optional(v.record(v.string(), Settings), {}),
});

/** Reads the one HTTP API of the template with its stage, routes, integrations and authorizers. */
export function readHttpApi(template: Template): HttpApi {
	const api = template.resource('AWS::ApiGatewayV2::Api');
	const stage = v.parse(StageSchema, template.resource('AWS::ApiGatewayV2::Stage').properties);
	const integrations = byRef(template, 'AWS::ApiGatewayV2::Integration', IntegrationSchema);
	const authorizers = byRef(template, 'AWS::ApiGatewayV2::Authorizer', AuthorizerSchema);

	const toRoute = (properties: unknown): Route => {
		const route = v.parse(RouteSchema, properties);
		const integration = integrations.get(route.Target.replace(/^integrations\//, ''));
		if (!integration) throw new Error(`${route.RouteKey} has no integration: ${route.Target}`);
		const authorizer = authorizers.get(route.AuthorizerId ?? '');
		if (route.AuthorizationType !== 'NONE' && !authorizer) {
			throw new Error(`${route.RouteKey} asks for an authorizer that is not declared`);
		}
		return {
			routeKey: route.RouteKey,
			functionArn: functionArnOf(integration.IntegrationUri),
			timeoutMs: Math.min(integration.TimeoutInMillis, MAX_INTEGRATION_MS),
			authorizer: authorizer && {
				issuer: authorizer.JwtConfiguration.Issuer,
				audience: authorizer.JwtConfiguration.Audience,
			},
			scopes: route.AuthorizationScopes,
			throttle: throttleOf({
				...stage.DefaultRouteSettings,
				...stage.RouteSettings[route.RouteKey],
			}),
		};
	};

	return {
		apiId: api.ref,
		accountId: template.account.accountId,
		stage: stage.StageName,
		cors: corsOf(v.parse(ApiSchema, api.properties).CorsConfiguration),
		routes: template.resources('AWS::ApiGatewayV2::Route').map((each) => toRoute(each.properties)),
	};
}

function byRef<Schema extends v.GenericSchema>(
	template: Template,
	type: string,
	schema: Schema,
): ReadonlyMap<string, v.InferOutput<Schema>> {
	return new Map(
		template.resources(type).map((each) => [each.ref, v.parse(schema, each.properties)]),
	);
}

/** An integration names a function's ARN, or the address API Gateway invokes it by. */
function functionArnOf(uri: string): string {
	return /\/functions\/(arn:[^/]+)\/invocations$/.exec(uri)?.[1] ?? uri;
}

function throttleOf(settings: v.InferOutput<typeof Settings>): Throttle | undefined {
	const { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst } = settings;
	return rate === undefined || burst === undefined ? undefined : { rate, burst };
}

function corsOf(
	declared: v.InferOutput<typeof ApiSchema>['CorsConfiguration'],
): CorsConfiguration | undefined {
	if (!declared) return undefined;
	return {
		allowOrigins: declared.AllowOrigins,
		allowMethods: declared.AllowMethods,
		allowHeaders: declared.AllowHeaders,
		exposeHeaders: declared.ExposeHeaders,
		allowCredentials: declared.AllowCredentials,
		maxAgeSeconds: declared.MaxAge,
	};
}
