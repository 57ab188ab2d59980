/** What every page has besides its own elements: the outline that follows the reading, boxes that scroll by keyboard, reading without a network. */
import './offline/registration.ts';
import './page-outline.ts';
import './scrollable.ts';
