import { ApiKeyObject } from './api-key-objects.js';
import { ClientObject } from './client-object.js';
import { connectionOf } from './connection.js';
import { GroupObject } from './group-objects.js';
import { IssuerObject } from './issuer-objects.js';
import { PermissionObject } from './permission-objects.js';
import { UserObject } from './user-object.js';

export const ClientConnection = connectionOf('Client', () => ClientObject);
export const UserConnection = connectionOf('User', () => UserObject);
export const GroupConnection = connectionOf('Group', () => GroupObject);
export const PermissionConnection = connectionOf('Permission', () => PermissionObject);
export const IssuerConnection = connectionOf('Issuer', () => IssuerObject);
export const ApiKeyConnection = connectionOf('ApiKey', () => ApiKeyObject);
