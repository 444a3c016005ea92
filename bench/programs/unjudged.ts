import './no-rules';
import './ml-app';
