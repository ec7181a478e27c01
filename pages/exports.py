"""Where in each platform's back office is the file to export?"""

from views import exports

exports.guide()
