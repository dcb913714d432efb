/** The arbitrary of clients, under the name that the tests know it by. */

export { clients as clientFor, type ClientConstraints } from '../fastCheck/clients.ts';
