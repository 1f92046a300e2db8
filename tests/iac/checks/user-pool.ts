import { hasExactly, type Check } from '../check.ts';
import { list, property, text } from '../template.ts';

export const userPoolChecks: readonly Check[] = [
	hasExactly('knows people by a confirmed e-mail address', {
		'UserPool.UsernameAttributes': ['email'],
		'UserPool.AutoVerifiedAttributes': ['email'],
		'UserPool.UsernameConfiguration.CaseSensitive': false,
		'UserPool.UserAttributeUpdateSettings.AttributesRequireVerificationBeforeUpdate': ['email'],
	}),
	hasExactly('offers a one-time code from an app, never by text message', {
		'UserPool.MfaConfiguration': 'OPTIONAL',
		'UserPool.EnabledMfas': ['SOFTWARE_TOKEN_MFA'],
	}),
	hasExactly('has its mails written by a function, in the language of their reader', {
		'UserPool.LambdaConfig': {
			CustomMessage: { 'Fn::GetAtt': ['AccountMailsLambdaFunction', 'Arn'] },
		},
		'UserPoolMayCallAccountMails.FunctionName': {
			'Fn::GetAtt': ['AccountMailsLambdaFunction', 'Arn'],
		},
		'UserPoolMayCallAccountMails.Principal': 'cognito-idp.amazonaws.com',
		'UserPoolMayCallAccountMails.SourceArn': { 'Fn::GetAtt': ['UserPool', 'Arn'] },
	}),
	{
		promise: 'asks for twelve characters or more in a password',
		find: (template) => {
			const length = property(template, 'UserPool.Policies.PasswordPolicy.MinimumLength');
			return Number(length) >= 12 ? [] : [text(length)];
		},
		mutants: [
			{ path: 'UserPool.Properties.Policies.PasswordPolicy.MinimumLength', to: 8 },
			{ path: 'UserPool.Properties.Policies' },
		],
	},
	{
		promise: 'is not deleted by accident',
		find: (template) => [
			...(property(template, 'UserPool.DeletionProtection') === 'ACTIVE' ? [] : ['protection']),
			...(['DeletionPolicy', 'UpdateReplacePolicy'] as const).filter(
				(policy) => template.Resources.UserPool?.[policy] !== 'Retain',
			),
		],
		mutants: [
			{ path: 'UserPool.Properties.DeletionProtection', to: 'INACTIVE' },
			{ path: 'UserPool.DeletionPolicy' },
			{ path: 'UserPool.UpdateReplacePolicy' },
		],
	},
	hasExactly('lets a browser sign in without sending the password, and tells strangers nothing', {
		'UserPoolClient.ExplicitAuthFlows': ['ALLOW_USER_SRP_AUTH'],
		'UserPoolClient.GenerateSecret': false,
		'UserPoolClient.PreventUserExistenceErrors': 'ENABLED',
	}),
	hasExactly('keeps access short and a session revocable, and rotates what renews it', {
		'UserPoolClient.AccessTokenValidity': 15,
		'UserPoolClient.IdTokenValidity': 15,
		'UserPoolClient.RefreshTokenValidity': 30,
		'UserPoolClient.TokenValidityUnits': {
			AccessToken: 'minutes',
			IdToken: 'minutes',
			RefreshToken: 'days',
		},
		'UserPoolClient.EnableTokenRevocation': true,
		'UserPoolClient.RefreshTokenRotation.Feature': 'ENABLED',
	}),
	{
		promise: 'forgives a second refresh for a minute at most',
		find: (template) => {
			const seconds = Number(
				property(template, 'UserPoolClient.RefreshTokenRotation.RetryGracePeriodSeconds'),
			);
			return seconds > 0 && seconds <= 60 ? [] : [String(seconds)];
		},
		mutants: [
			{ path: 'UserPoolClient.Properties.RefreshTokenRotation.RetryGracePeriodSeconds' },
			{ path: 'UserPoolClient.Properties.RefreshTokenRotation.RetryGracePeriodSeconds', to: 600 },
		],
	},
	hasExactly('lets in only those who are invited, unless the stage is open to all', {
		'UserPool.AdminCreateUserConfig.AllowAdminCreateUserOnly': {
			'Fn::If': ['OnlyInvited', true, false],
		},
	}),
	hasExactly('knows who owns the stage by a group, which signing up does not lead into', {
		'Owners.GroupName': 'owners',
		'Owners.UserPoolId': { Ref: 'UserPool' },
	}),
	{
		promise: 'has no hosted page that could send a token elsewhere',
		find: (template) => list(property(template, 'UserPoolClient.CallbackURLs')).map(text),
		mutants: [
			{ path: 'UserPoolClient.Properties.CallbackURLs', to: ['https://elsewhere.example'] },
		],
	},
];
