/** The scripts that every page loads. */
import './held-place.ts';
import './offline/registration.ts';
import './page-outline.ts';
import './scrollable.ts';
import './shortcuts.ts';
import './term-preview.ts';
