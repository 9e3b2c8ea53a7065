"""Records of a project as a person sees them: fields that are typed quickly, lists, and their history."""
