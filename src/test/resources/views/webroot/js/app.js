import { tell } from './tell.js';
import './late.js';
export const later = () => import("./late.js");
tell('from "./nowhere" is only said');
